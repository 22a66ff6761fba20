"""The words that made-up articles and replies are put together from."""

from __future__ import annotations

SECTIONS = ("City", "Harbour", "Culture", "Sport", "Letters")
BYLINES = ("Aino Lehto", "Bram Okafor", "Celia Duarte", "Davor Petric", "Edda Winter", "Faruk Sol")
MODERATORS = ("moderator-1", "moderator-2", "moderator-3")
TAGS = ("budget", "ferries", "housing", "music", "rain", "schools", "trams", "trees")

FIRST = (
    *("Ada", "Bela", "Cora", "Dario", "Elin", "Femi", "Gita", "Hugo", "Ines", "Jarek", "Kaya"),
    *("Lars", "Mira", "Nils", "Oona", "Pavel", "Rosa", "Said", "Tova", "Ugo", "Vera", "Wim"),
    *("Анна", "Юсуф", "Zoë", "Łucja"),
)
LAST = (
    *("Abel", "Brook", "Castro", "Dunne", "Ek", "Farkas", "Gold", "Haas", "Ivers", "Jansen"),
    *("Kimani", "Lowe", "Moreau", "Nagy", "Osei", "Pryce", "Quist", "Rivas", "Stern", "Turan"),
)

# A headline is one of each.
WHO = (
    *("Council", "Harbour office", "Tram drivers", "Two schools", "The old theatre", "Rovers"),
    *("Ferry company", "Market traders", "City library", "Fire brigade", "A court", "Allotments"),
)
DOES = (
    *("delays", "defends", "drops", "doubles", "puts off", "opens", "questions", "reviews"),
    *("saves", "loses", "wins", "explains"),
)
WHAT = (
    *("the night line", "its plan for the quay", "the budget", "the repair of the bridge"),
    *("a third of its staff", "the lease of Gannet House", "the new timetable", "its rents"),
    *("the flood wall", "a long dispute", "the summer season", "rules for scooters"),
)

PROSE = (
    "The decision came after four hours of debate, and with two votes to spare.",
    "Nobody at the meeting could say what it will cost in the end.",
    "The figures were published on Tuesday and corrected on Wednesday.",
    "Work is to begin in spring, when the water is at its lowest.",
    "A spokeswoman said that every objection had been read.",
    "The last attempt, nine years ago, ended in court.",
    "Neighbours had collected eleven hundred signatures against it.",
    "What happens to the trees along the road is open.",
    "The company did not answer questions before this edition closed.",
    "It is the third change within a year.",
    "From the upper floors one sees how near the river has come.",
    "Those who were there say that it was quieter than expected.",
)

# What readers write; {place}, {n} and {thing} make many sentences of each.
SAID = (
    "I have lived near {place} for {n} years and have never seen it done any other way.",
    "Has anybody asked the people who take the {n} every morning?",
    "Thank you for this, it explains {thing} better than the council did.",
    "The figure of {n} thousand cannot be right, look at last year's report.",
    "My daughter walks past {place} to school, so yes, I care about {thing}.",
    "This is *exactly* what was promised before the last election.",
    "With respect, the article leaves out {thing}.",
    "{place} needs lamps before it needs {thing}.",
    "I was at the meeting and it did not happen like that.",
    "Who pays for {thing}, and who asked for it?",
    "At least {n} of us wrote to the office and nobody got an answer.",
    "People from {place} are always asked last.",
    "Good reporting. More about {thing}, please.",
    "**No** to another study, we have had {n} already.",
    "What a waste, for {n} families at most.",
    "The photograph shows {place} from the wrong side, by the way.",
    "Everybody complains about {thing} and nobody comes to the hearing.",
    "I repaired {thing} for {n} years and I would not touch this one.",
    "You can see it from {place} on a clear day.",
    "They said the same about {thing} in my grandmother's time.",
    "Not one word about {place}, as usual.",
    "It took them {n} weeks to fix a single door.",
    "I disagree with nearly all of it, but it is fairly written.",
    "Ask the drivers, they know what {thing} costs.",
)
PLACES = (
    *("Gannet House", "the fish market", "Halyard Bridge", "the east quay", "Tarn Street"),
    *("the old baths", "Stell Bank", "the tram depot", "Cordwainers' Hall", "the ropewalk"),
)
THINGS = (
    *("the flood wall", "night buses", "the rents", "the noise", "the timetable", "the parking"),
    *("the school roof", "the ferry fares", "the budget", "the cranes"),
)
LINKED = (
    "There is a map of it on https://{host}/maps/{n} for whoever wants to look.",
    "Compare https://{host}/report-{n} before you believe this.",
    "I wrote it up at www.{host}/{n}, with pictures.",
)
SPAM = (
    "Earn {n} a day from home, my cousin did it in {place}, see https://{host}/start?id={n}",
    "BEST PRICES for {thing} this week only https://{host}/{n} https://{host}/offer{n}",
    "I lost hope until doctor {place} cured me in {n} hours, write to him at www.{host}/{n}",
    "Cheap loans without questions, {n} percent, ask at https://{host}/ today",
    "Hot tips for the weekend's matches: www.{host}/{n} never lost since {n}",
)
GOOD_HOSTS = tuple(f"{name}.example" for name in ("maps", "archive", "citydata", "tides", "press"))
BAD_HOSTS = tuple(f"win-{number}.example" for number in range(1, 13))
