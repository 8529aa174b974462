"""The address of a table of StatFin, whatever of it a person has at hand."""

import pytest

from luotsi.sources.connectors.pxweb import table_path

PATH = "StatFin/tyonv/12r5"


@pytest.mark.parametrize(
    "written",
    [
        PATH,
        f" {PATH}.px ",
        "statfin_tyonv_pxt_12r5.px",
        "https://pxdata.stat.fi/PxWeb/api/v1/fi/StatFin/tyonv/12r5.px",
        "https://pxdata.stat.fi/PxWeb/api/v1/fi/StatFin/tyonv/statfin_tyonv_pxt_12r5.px",
        "https://pxdata.stat.fi/PxWeb/pxweb/sv/StatFin/StatFin__tyonv/12r5.px/",
        "https://pxdata.stat.fi/PxWeb/pxweb/en/StatFin/StatFin__tyonv/12r5.px/table/tableViewLayout1/?rxid=1",
        "https://pxdata.stat.fi/PxWeb/pxweb/fi/StatFin/StatFin__tyonv/statfin_tyonv_pxt_12r5.px/",
    ],
)
def test_each_way_of_naming_a_table_gives_its_path_of_today(written):
    assert table_path(written) == PATH


@pytest.mark.parametrize("written", ["", "12r5", "https://stat.fi/", "../../etc/passwd", "StatFin", "a b/c/d"])
def test_what_names_no_table_gives_nothing(written):
    assert table_path(written) == ""
