"""The review page: every act, two reviewers, forms without and with a script."""

import pytest

from luotsi.strategy.intake.operations import change_proposal, decide_proposals
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.types import ProposalState
from tests.cast import NOW

FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def address(batch):
    return f"/savonlinna/tyopoyta/tuonti/{batch.pk}/"


@pytest.fixture
def decide(aino, address):
    return lambda act, *chosen, **more: aino.post(
        f"{address}ratkaisu/",
        {"act": act, "chosen": [f"{one.pk}:{one.revision}" for one in chosen], **more},
    )


def state(proposal):
    proposal.refresh_from_db()
    return proposal.state


@pytest.mark.parametrize(("act", "expected"), [("accept", "accepted"), ("reject", "rejected")])
def test_one_proposal_is_decided_and_the_page_goes_on_at_the_next(aino, address, titled, act, expected):
    value = titled("Rohkeus")
    answer = aino.post(f"{address}ratkaisu/", {"act": f"{act}:{value.pk}:0"})
    assert state(value) == expected
    assert answer["Location"] == f"{address}#ehdotus-{titled('Nopea').pk}"
    assert "1 / 6 ratkaistu" in aino.get(address).content.decode()


def test_a_decision_is_undone(decide, titled):
    value = titled("Rohkeus")
    decide("accept", value)
    assert state(value) == "accepted"
    decide("reopen", value)
    assert state(value) == "pending"


def test_ticked_ones_are_decided_together_and_the_filter_stays(aino, decide, titled):
    both = titled("Rohkeus"), titled("Alueella")
    answer = decide("reject", *both, nayta="pending")
    assert {state(one) for one in both} == {"rejected"}
    assert "?nayta=pending" in answer["Location"]
    assert "2 ehdotusta jätettiin pois." in aino.get(answer["Location"]).content.decode()


def test_a_script_sends_the_ticked_ones_in_one_field(aino, address, batch):
    chosen = " ".join(f"{one.pk}:{one.revision}" for one in batch.proposals.all())
    aino.post(f"{address}ratkaisu/", {"act": "accept", "chosen": chosen}, **FETCH)
    assert batch.proposals.filter(state="accepted").count() == 6


def test_all_sure_ones_are_accepted_at_once(aino, decide, batch, address):
    decide("accept_sure")
    assert batch.proposals.filter(state="accepted").count() == 4
    assert "accept_sure" not in aino.get(address).content.decode()


def test_several_are_moved_and_one_is_given_back_as_it_was_read(decide, titled):
    value, priority = titled("Rohkeus"), titled("Nopea")
    decide("move", value, under=str(priority.pk))
    value.refresh_from_db()
    assert (value.parent, value.state) == (priority, "accepted")
    decide(f"restore:{value.pk}:{value.revision}")
    value.refresh_from_db()
    assert (value.parent, value.state) == (None, "pending")


def test_what_hangs_on_another_can_be_moved_to_stand_on_its_own(decide, titled):
    goal = titled("Ensimmäinen")
    decide("move", goal, under="0")
    goal.refresh_from_db()
    assert goal.parent is None


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("accept", "Valitse ensin ainakin yksi ehdotus."),
        ("destroy", "Pyyntöä ei ymmärretty."),
        ("accept:x:y", "Pyyntöä ei ymmärretty."),
        ("accept:1:2:3", "Pyyntöä ei ymmärretty."),
        ("", "Pyyntöä ei ymmärretty."),
    ],
)
def test_nonsense_is_told_and_changes_nothing(aino, decide, batch, act, words):
    assert words in aino.get(decide(act)["Location"]).content.decode()
    assert batch.proposals.exclude(state="pending").count() == 0


def test_a_move_without_a_place_is_told(aino, decide, titled):
    assert (
        "Valitse ensin, mihin siirretään." in aino.get(decide("move", titled("Rohkeus"))["Location"]).content.decode()
    )


def test_a_double_submit_changes_once_and_says_so(aino, decide, titled):
    value = titled("Rohkeus")
    decide("accept", value)
    answer = decide("accept", value)
    assert "jää nykyiselleen" in aino.get(answer["Location"]).content.decode()
    value.refresh_from_db()
    assert value.revision == 1


def test_what_another_reviewer_decided_meanwhile_is_kept_and_told(aino, cast, decide, batch, titled):
    value, goal = titled("Rohkeus"), titled("Ensimmäinen")
    decide_proposals(batch=batch, ids=[value.pk], state=ProposalState.REJECTED, actor=cast.eero, at=NOW)
    answer = decide("accept", value, goal)
    assert (state(value), state(goal)) == ("rejected", "accepted")
    page = aino.get(answer["Location"]).content.decode()
    assert "Eero" in page


def test_a_script_gets_the_changed_rows_the_progress_and_the_words(aino, address, titled):
    value = titled("Rohkeus")
    answer = aino.post(f"{address}ratkaisu/", {"act": f"accept:{value.pk}:0"}, **FETCH).json()
    assert list(answer["rows"]) == [str(value.pk)]
    assert "is-accepted" in answer["rows"][str(value.pk)]
    assert answer["states"] == {str(value.pk): "accepted"}
    assert "1 / 6 ratkaistu" in answer["progress"]
    assert answer["report"] == "1 ehdotus hyväksyttiin."


def test_filters_show_what_matches_with_what_it_hangs_on(aino, address, decide, titled):
    decide("accept_sure")
    page = aino.get(f"{address}?nayta=pending").content.decode()
    assert "is-context" in page
    assert f'id="ehdotus-{titled("Työttömyysaste").pk}"' in page
    assert f'id="ehdotus-{titled("Rohkeus").pk}"' not in page
    assert f'id="ehdotus-{titled("Rohkeus").pk}"' in aino.get(f"{address}?nayta=nonsense").content.decode()


def test_the_document_shows_what_became_of_each_sentence(aino, address, decide, titled):
    decide("accept", titled("Rohkeus"))
    page = aino.get(address).content.decode()
    assert f'class="mark is-accepted" href="#ehdotus-{titled("Rohkeus").pk}"' in page
    assert f'id="kohta-{titled("Nopea").pk}-0"' in page


@pytest.fixture
def change(aino, address):
    def sent(proposal, **changes):
        now = {
            "title": proposal.title,
            "kind": proposal.kind,
            "parent": proposal.parent_id or "",
            "seen_revision": proposal.revision,
        }
        extra = FETCH if changes.pop("fetch", False) else {}
        return aino.post(f"{address}ehdotus/{proposal.pk}/", now | changes, **extra)

    return sent


def test_wording_kind_and_place_are_changed_on_one_page(change, address, titled):
    value = titled("Alueella")
    answer = change(value, title="Väestö kasvaa", kind="goal", parent=titled("Nopea").pk)
    assert answer["Location"] == f"{address}#ehdotus-{value.pk}"
    value.refresh_from_db()
    assert (value.title, value.kind, value.parent.title, value.state) == (
        "Väestö kasvaa", "goal", "Nopea alku", "accepted",
    )  # fmt: skip


def test_an_empty_wording_is_told_at_its_field(change, titled):
    answer = change(titled("Rohkeus"), title="  ")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_title"' in page
    assert "Kirjoita sanamuoto tai jätä ehdotus pois." in page


def test_the_second_reviewer_sees_what_the_first_changed_and_keeps_what_was_typed(cast, change, titled):
    value = titled("Rohkeus")
    change_proposal(
        proposal=value, title="Rohkeus kokeilla", kind=ElementKind.VALUE, parent=None, seen_revision=0,
        actor=cast.eero, at=NOW,
    )  # fmt: skip
    answer = change(value, title="Rohkea mieli", seen_revision=0)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Eero muutti tätä sillä välin" in page
    assert "Rohkeus kokeilla" in page
    assert "Rohkea mieli" in page
    assert 'name="seen_revision" value="1"' in page
    change(value, title="Rohkea mieli", seen_revision=1)
    value.refresh_from_db()
    assert value.title == "Rohkea mieli"


def test_a_proposal_is_not_offered_itself_nor_what_hangs_on_it_as_a_place(aino, address, change, titled):
    priority, goal = titled("Nopea"), titled("Ensimmäinen")
    page = aino.get(f"{address}ehdotus/{priority.pk}/").content.decode()
    assert f'<option value="{goal.pk}"' not in page
    assert change(priority, parent=goal.pk).status_code == 422
    assert change(priority, parent=priority.pk).status_code == 422


def test_the_dialog_gets_the_form_alone_and_the_row_back(aino, address, change, titled):
    value = titled("Rohkeus")
    piece = aino.get(f"{address}ehdotus/{value.pk}/", **FETCH).content.decode()
    assert "<html" not in piece
    assert "<form" in piece
    assert change(value, title="Rohkea mieli", fetch=True).json()["reload"] is False
    value.refresh_from_db()
    assert change(value, kind="goal", fetch=True).json()["reload"] is True


def test_viewers_and_strangers_decide_nothing(eero, otso, client, address, titled):
    value = titled("Rohkeus")
    for browser, status in ((eero, 404), (otso, 404), (client, 302)):
        assert browser.get(address).status_code == status
        assert browser.post(f"{address}ratkaisu/", {"act": f"accept:{value.pk}:0"}).status_code == status
        assert browser.post(f"{address}ehdotus/{value.pk}/", {"title": "x"}).status_code == status
    assert state(value) == "pending"


def test_another_imports_proposal_is_not_reached_through_ones_own(aino, batch, cast, address):
    from tests.documents import receive

    other = receive(cast.area_b, cast.otso).proposals.first()
    assert aino.get(f"{address}ehdotus/{other.pk}/").status_code == 404
    aino.post(f"{address}ratkaisu/", {"act": f"accept:{other.pk}:0"})
    aino.post(f"{address}ratkaisu/", {"act": "move", "chosen": f"{batch.proposals.first().pk}:0", "under": other.pk})
    assert state(other) == "pending"
    assert batch.proposals.filter(parent=other).count() == 0


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ([], None),
        (["page_without_text"], "Sivu, jolla ei ole tekstiä"),
        (["hidden_sheet", "something_new"], "Osa tiedostosta (something_new)."),
    ],
)
def test_what_could_not_be_read_is_told_in_the_review_and_counted_after_it(aino, address, batch, notes, told):
    batch.document.notes = notes
    batch.document.save()
    for state in ("review", "abandoned"):
        batch.state = state
        batch.save()
        page = aino.get(address).content.decode()
        assert ("reading-notes" in page) is (told is not None)
        assert told is None or told in page
    counted = f'<p class="number-large">{len(notes)}</p><p>ei voitu lukea tiedostosta</p>'
    assert (counted in page) is bool(notes)


def test_all_that_was_accepted_at_once_is_undone_at_once(aino, decide, batch, address):
    assert "undo_last" in aino.get(address).content.decode().partition(" hidden>Kumoa viimeisin")[0]
    decide("accept_sure")
    page = aino.get(address).content.decode()
    assert "data-undoes>Kumoa viimeisin" in page
    assert page.count("<br>Aino, ") == 4
    answer = decide("undo_last")
    assert not batch.proposals.filter(state="accepted").exists()
    page = aino.get(answer["Location"]).content.decode()
    assert "Kumottu: 4 ehdotusta odottaa taas ratkaisua." in page
    assert "<br>Aino, " not in page
    again = decide("undo_last")
    assert "Sinulla ei ole enää mitään kumottavaa." in aino.get(again["Location"]).content.decode()


def test_a_sentence_that_was_not_proposed_is_taken_in(aino, address, batch, titled):
    titled("Rohkeus").delete()
    page = aino.get(address).content.decode()
    assert f'href="{address}lause/0/"' in page
    form = aino.get(f"{address}lause/0/").content.decode()
    assert "Ota lause mukaan" in form
    assert "<mark>Rohkeus</mark>" in form
    sent = {"title": "Rohkeus", "kind": "value", "parent": ""}
    answer = aino.post(f"{address}lause/0/", sent, **FETCH)
    taken = titled("Rohkeus")
    assert answer.json()["reload"] is True
    assert str(taken.pk) in answer.json()["rows"]
    assert "Ihmisen tekstistä poimima." in aino.get(address).content.decode()
    again = aino.post(f"{address}lause/0/", sent)
    assert (again.status_code, "Joku on jo ottanut tämän lauseen" in again.content.decode()) == (422, True)
    other = aino.post(f"{address}lause/0/", sent | {"kind": "goal"})
    assert other["Location"].startswith(f"{address}#ehdotus-")


def test_a_sentence_without_words_is_told_at_its_field(aino, address):
    answer = aino.post(f"{address}lause/0/", {"title": " ", "kind": "value", "parent": ""})
    assert answer.status_code == 422
    assert "Kirjoita sanamuoto" in answer.content.decode()


def test_there_is_no_sentence_beyond_the_text_nor_for_strangers(aino, eero, otso, address, batch):
    assert aino.get(f"{address}lause/{len(batch.document.text)}/").status_code == 404
    sent = {"title": "Rohkeus", "kind": "value", "parent": ""}
    for stranger in (eero, otso):
        assert stranger.post(f"{address}lause/0/", sent).status_code in {403, 404}
    assert batch.proposals.count() == 6


def test_a_document_of_which_nothing_was_recognised_says_what_to_do(aino, address, batch):
    batch.proposals.all().delete()
    page = aino.get(address).content.decode()
    assert "Voit ottaa asiakirjasta lauseita mukaan itse" in page
    assert "Kirjoita suunnitelma" not in page
    assert "review-many" not in page
