"""The sections of The Averin Ledger, the people who write for it, and who sends it pictures."""

from cms.demo.kinds import Contributor, Section

SECTIONS: tuple[Section, ...] = (
    Section("harbour", "Harbour", "Ships, fish, pilots and the sea that Averin lives by."),
    Section("city", "City", "The council, the trams, homes and streets."),
    Section("science", "Science", "Weather, wildlife, energy and what the instruments say."),
    Section("culture", "Culture", "Music, books, pictures and something to eat."),
    Section("opinion", "Opinion", "Columns, leaders and disagreement in good faith."),
    Section("sport", "Sport", "From the Ropewalk to the rowing steps."),
)

# Who delivers pictures, and what each is: that decides how it is credited.
PROVIDERS: dict[str, str] = {
    "The Averin Ledger": "staff",
    "Coldwater Pictures": "wire",
    "Northlight Agency": "wire",
    "Sideline Photos": "freelance",
    "Tidewater Syndication": "stock",
    "Aver Meadows Survey": "handout",
    "Cordwainers’ Hall": "handout",
    "Stell Bank Wind": "handout",
}

CONTRIBUTORS: tuple[Contributor, ...] = (
    Contributor(
        "nadia-brandreth",
        "Nadia Brandreth",
        "Harbour correspondent",
        "Nadia Brandreth has covered the port for twelve years and holds a mate’s ticket for "
        "vessels under twenty-four metres.",
    ),
    Contributor(
        "joan-pettifer",
        "Joan Pettifer",
        "City editor",
        "Joan Pettifer has sat through more meetings of the council than any serving member of it.",
    ),
    Contributor(
        "callum-drey",
        "Callum Drey",
        "Investigations reporter",
        "Callum Drey reads accounts, deeds and planning files. He prefers paper.",
    ),
    Contributor(
        "idris-calloway",
        "Idris Calloway",
        "Science correspondent",
        "Idris Calloway trained as an oceanographer and writes about weather, wildlife and power.",
    ),
    Contributor(
        "lena-vasey",
        "Lena Vasey",
        "Chief critic",
        "Lena Vasey writes about music, books and, when she can get a table, food.",
    ),
    Contributor(
        "theo-marchbanks",
        "Theo Marchbanks",
        "Feature writer",
        "Theo Marchbanks writes at length about people who have stayed in one place.",
    ),
    Contributor(
        "sam-obuya",
        "Sam Obuya",
        "Sports writer",
        "Sam Obuya has seen sixty-one derbies and would like it known that he left none early.",
    ),
    Contributor(
        "philippa-strand",
        "Philippa Strand",
        "Columnist",
        "Philippa Strand writes a weekly column about how the city decides things.",
    ),
    Contributor(
        "rufus-attwell",
        "Rufus Attwell",
        "Columnist",
        "Rufus Attwell lives eleven metres from the curve in Tallow Street.",
    ),
    Contributor(
        "the-ledger",
        "The Averin Ledger",
        "Leader",
        "The opinion of the newspaper, argued over every morning at ten.",
    ),
)
