"""The sealed client register: events of persons in, protected figures out.

Owns: the mapping and checking of tables that come in, the folder they are kept in, the calculation of register
    measures, the simulated register, releases, effects of services.
Never: lets a person's row out of the room, shows a figure that is not released, writes persons to the application's
    database.
"""
