"""zhibu: Markdown written by many branches, published as one linked network of static sites.

The floors; import only from a lower one (tests/test_floors.py holds this):

    5  cli                         the `zhibu` command: thin, one file per command
    4  release publish serve       the outside world: folders, servers, the preview
    3  build                       puts capabilities together; runs Pelican, one process per site
    2  the capabilities            strangers to each other
    1  network                     pure: no Pelican; reads content/ and nothing else
"""
