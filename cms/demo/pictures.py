"""The pictures of the demonstration newsroom, with credits of every kind that papers print."""

from cms.demo.kinds import Picture

PICTURES: tuple[Picture, ...] = (
    Picture(
        key="harbour-dawn",
        file_is_drawn_by="harbour_dawn",
        caption="Cable Quay and the outer basin at first light.",
        alt_text=(
            "Tall quay cranes and a loaded container ship in silhouette against an orange "
            "dawn, reflected in calm water."
        ),
        creators=("Ruth Ennismore",),
        provider="The Averin Ledger",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="lighthouse-fog",
        file_is_drawn_by="lighthouse_fog",
        caption="The light at Gannet Point on a morning of fog.",
        alt_text=(
            "A red and white banded lighthouse with its lamp lit, standing on dark rocks in "
            "grey fog."
        ),
        creators=("Ruth Ennismore",),
        provider="The Averin Ledger",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="wind-farm",
        file_is_drawn_by="wind_farm",
        caption="Turbines on the Stell Bank, fourteen miles offshore.",
        alt_text=(
            "Rows of white wind turbines stretching to a hazy horizon, with a small red boat "
            "between them."
        ),
        creators=(),
        provider="Stell Bank Wind",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="night-ferry",
        file_is_drawn_by="night_ferry",
        caption="The Solveig Maren leaves the Old Basin for Sankt Olven.",
        alt_text=("A ferry with three rows of lit windows on dark water beneath a full moon."),
        creators=("Jonah Sable",),
        provider="The Averin Ledger",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="breakwater-storm",
        file_is_drawn_by="breakwater_storm",
        caption="A south-westerly gale breaks over the old breakwater.",
        alt_text=(
            "A wall of white spray rising over a stone breakwater beside a small red light "
            "tower, under dark cloud."
        ),
        creators=("Piet Van Roon",),
        provider="Coldwater Pictures",
        distributor="Tidewater Syndication",
        is_file_photo=True,
    ),
    Picture(
        key="bridge-cables",
        file_is_drawn_by="bridge_cables",
        caption="The Halyard Bridge, opened thirty-one years ago, at dusk.",
        alt_text=(
            "A cable-stayed bridge with two tall pylons and a line of lamps against a violet "
            "and orange sky."
        ),
        creators=("Ottoline Reyes",),
        provider="Coldwater Pictures",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="night-skyline",
        file_is_drawn_by="night_skyline",
        caption="Towers along Cable Quay, seen across the basin.",
        alt_text=("Dark towers with hundreds of yellow lit windows, mirrored in black water."),
        creators=("Marc Ilves",),
        provider="Northlight Agency",
        distributor="Tidewater Syndication",
        is_file_photo=False,
    ),
    Picture(
        key="tram-rain",
        file_is_drawn_by="tram_rain",
        caption="A Line 4 tram on Tallow Street in the small hours.",
        alt_text=(
            "A green and cream number 4 tram coming towards the viewer along a wet street of "
            "lit windows in the rain."
        ),
        creators=("Jonah Sable",),
        provider="The Averin Ledger",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="stadium-floodlights",
        file_is_drawn_by="stadium",
        caption="The Ropewalk during the 117th derby.",
        alt_text=(
            "A full football ground at night beneath four banks of floodlights, seen from "
            "behind one goal."
        ),
        creators=("Ama Quist", "Jonah Sable"),
        provider="Sideline Photos",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="fish-market",
        file_is_drawn_by="fish_market",
        caption="Eelgate market, an hour before sunrise.",
        alt_text=(
            "Market stalls with striped awnings, lamps and boards of iced fish, with porters "
            "in silhouette between them."
        ),
        creators=("Ruth Ennismore",),
        provider="The Averin Ledger",
        distributor="",
        is_file_photo=True,
    ),
    Picture(
        key="concert-hall",
        file_is_drawn_by="concert_hall",
        caption="The Averin Philharmonic in the rebuilt Cordwainers’ Hall.",
        alt_text=(
            "An orchestra on a bright wooden platform beneath organ pipes, seen over the "
            "heads of a full audience."
        ),
        creators=("Lucian Moor",),
        provider="Cordwainers’ Hall",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="library-reading-room",
        file_is_drawn_by="reading_room",
        caption="The reading room of the Customs House Library.",
        alt_text=(
            "A vaulted room lined with books, three tall windows at the end and readers at "
            "tables with green lamps."
        ),
        creators=("Ottoline Reyes",),
        provider="Coldwater Pictures",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="fields-aerial",
        file_is_drawn_by="fields_aerial",
        caption="The Aver valley above Mill Weir, photographed for the meadow survey.",
        alt_text=(
            "Fields in green, gold and brown seen from above, with hedges, woods, a lane and "
            "a winding river."
        ),
        creators=(),
        provider="Aver Meadows Survey",
        distributor="",
        is_file_photo=False,
    ),
    Picture(
        key="mountains-haze",
        file_is_drawn_by="mountains_haze",
        caption="The Hallin Hills from above Upper Sallow.",
        alt_text=(
            "Ranges of hills fading from dark blue pines to pale gold haze beneath a low sun."
        ),
        creators=("Elke Brandvold",),
        provider="Northlight Agency",
        distributor="Tidewater Syndication",
        is_file_photo=True,
    ),
    Picture(
        key="burnt-forest",
        file_is_drawn_by="burnt_forest",
        caption="Tarn Forest in the third spring after the fire.",
        alt_text=(
            "Black trunks of burnt trees in orange haze, with green ferns and pink flowers "
            "growing at their feet."
        ),
        creators=("Idris Calloway",),
        provider="The Averin Ledger",
        distributor="",
        is_file_photo=False,
    ),
)
