"""Codes of issuers and nationalities in travel documents that stand for no country.

Source: ICAO Doc 9303-3 section 5, parts B to E; RKS is used by Kosovo and is in no list. NTZ and ANT stand in older documents.
"""

from tansiq.model.countries import ALPHA_2_OF

SPECIMEN = "UTO"
"""Utopia, the issuer of specimens."""

SPECIAL_CODES: dict[str, str] = {
    "D": "Germany",
    "RKS": "Kosovo",
    "XXK": "Kosovo",
    "EUE": "European Union",
    "GBD": "British overseas territories citizen",
    "GBN": "British national (overseas)",
    "GBO": "British overseas citizen",
    "GBP": "British protected person",
    "GBS": "British subject",
    "UNO": "United Nations",
    "UNA": "specialised agency of the United Nations",
    "UNK": "resident of Kosovo with a document of the United Nations (UNMIK)",
    "XBA": "African Development Bank",
    "XCC": "Caribbean Community",
    "XCE": "Council of Europe",
    "XCO": "Common Market for Eastern and Southern Africa",
    "XDC": "Southern African Development Community",
    "XEC": "Economic Community of West African States",
    "XES": "Organisation of Eastern Caribbean States",
    "XIM": "African Export-Import Bank",
    "XOM": "Sovereign Military Order of Malta",
    "XPO": "Interpol",
    "XXA": "stateless person (convention of 1954)",
    "XXB": "refugee (convention of 1951)",
    "XXC": "refugee, other than of the convention of 1951",
    "XXX": "person of unspecified nationality",
    "ANT": "Netherlands Antilles",
    "NTZ": "Neutral Zone",
    SPECIMEN: "Utopia, the issuer of specimens",
}
"""Code to what it stands for."""

ARABIC_SCRIPT: frozenset[str] = frozenset(
    [
        "AFG",
        "ARE",
        "BHR",
        "COM",
        "DJI",
        "DZA",
        "EGY",
        "ESH",
        "IRN",
        "IRQ",
        "JOR",
        "KWT",
        "LBN",
        "LBY",
        "MAR",
        "MRT",
        "OMN",
        "PAK",
        "PSE",
        "QAT",
        "SAU",
        "SDN",
        "SOM",
        "SYR",
        "TCD",
        "TUN",
        "YEM",
    ]
)
"""States (alpha-3) that write their citizens' names in the Arabic script."""


def is_issuer(code: str) -> bool:
    """Whether a code stands for a state or another issuer that Doc 9303 knows."""
    return code in SPECIAL_CODES or code in ALPHA_2_OF
