"""English names of the replica: tags, categories, datelines, and a glossary in our own words."""

from __future__ import annotations

from typing import Final

TAGS: Final = (
    "Tajikistan",
    "Yemen",
    "Iraq",
    "Syria",
    "Lebanon",
    "Bahrain",
    "Turkey",
    "Jordan",
    "Libya",
    "Sudan",
    "Palestine",
    "Pakistan",
    "Iran",
    "Afghanistan",
    "KDP",
    "al-Sadr",
    "Hashd al-Shaabi",
    "Ansarullah",
    "Hezbollah",
    "Taliban",
    "referendum",
    "Federal Government",
    "Alawites",
    "Persian Gulf",
    "Strait of Hormuz",
    "Red Sea",
    "Islamic Awakening",
    "Arab League",
    "OPEC+",
    "Raqqa",
    "Mosul",
    "Idlib",
    "Sanaa",
    "Aden",
    "Kirkuk",
    "Human Rights",
    "Arms Sales & Lobbying",
    "Two-State Solution",
    "Security Council",
    "Sinai",
    "Oil Prices",
    "Foreign Fighters",
    "US",
    "EU",
    "Moscow",
    "Washington",
    "Ankara",
    "Riyadh",
    "Tel Aviv",
    "Water Crisis",
    "Normalization",
    "Hudaydah Port",
    "Parliament Elections",
)
"""Tags of one word and of several; `Arms Sales & Lobbying` and `OPEC+` need escaping in text and in addresses."""

CATEGORIES: Final = ("Analysis", "News", "Report", "Interview")
DATELINES: Final = ("Alwaght- ",) * 9 + ("Alwaght-",) * 2 + ("ALWAGHT- ", "Alwaght– ", "Alwaght - ", "- ")
"""Openings of a body by how usual they are; the glued form comes from the site's own pages."""

GLOSSARY: Final = (
    ("Ansarullah", "The movement of Zaidi Muslims that rose in the far north of Yemen and has run its capital since the autumn of 2014."),
    ("Shiite", 'names the second of the two great branches of Islam; its followers hold Ali (AS) to be the prophet"s rightful heir.'),
    (
        "Resistance",
        "A loose front of states and movements, from Tehran to Beirut and Gaza, that oppose Israeli occupation and Western armies.",
    ),
    ("Persian Gulf Cooperation Council", "An economic and political u n i o n of six Arab monarchies, with its secretariat in Riyadh."),
    ("Taliban", "A hard-line Sunni movement of Afghanistan that took shape in the religious schools of the border country in the 1990s."),
    (
        "Wahhabism & Extremism",
        "A puritan creed born in Najd; it brands other Muslims unbelievers , and has fed armed groups on three continents.",
    ),
    (
        "Kurds",
        "A people of the mountains where Iran, Iraq, Syria and Turkey meet; their tongues belong to the Iranian family of languages.",
    ),
    ("NATO", "The military alliance of North America and Europe, founded in 1949; its Article 5 calls an attack on one an attack on all."),
    ("Islamic Awakening", "Stands for the return of religion to public life in Muslim countries since the Iranian Revolution of 1979."),
    ("Al-Qaeda", "An armed Sunni network that grew out of the Afghan war of the 1980s; its founder was killed in Abbottabad in 2011"),
    ("ISIS", "A takfiri group that held a third of Iraq and half of Syria at its height, and lost its last village in March 2019."),
    (
        "Zionism",
        "A political movement of the 19th century that sought a Jewish state in Palestine and brought about the exile of its people.",
    ),
    (
        "Hashd al-Shaabi",
        "Iraqi volunteer units raised in the summer of 2014 after a religious ruling; since 2016 a lawful part of the army.",
    ),
    ("Al Khalifa", 'The ruling house of Bahrain. It came to the islands in 1783 and has kept the country"s key ministries ever since.'),
)
"""Terms of the In Focus box with definitions of our own; the odd spellings are meant."""

NEW_NODE: Final = "New node"
