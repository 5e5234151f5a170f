"""Country names as lists write them, to ISO 3166-1 alpha-2: the English short names and the forms OFAC, the UN and the EU use."""

import re
import unicodedata
from functools import cache, lru_cache

from tansiq.model.countries import ALPHA_2_OF, alpha_2

_NAMES = """
AD Andorra|AE United Arab Emirates|UAE|AF Afghanistan|Islamic Emirate of Afghanistan|AG Antigua and Barbuda|AI Anguilla
AL Albania|AM Armenia|AO Angola|AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AU Australia|AW Aruba
AX Åland Islands|AZ Azerbaijan|BA Bosnia and Herzegovina|Bosnia-Herzegovina|BB Barbados|BD Bangladesh|BE Belgium
BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|BL Saint Barthelemy|BM Bermuda|BN Brunei|Brunei Darussalam
BO Bolivia|Plurinational State of Bolivia|BQ Caribbean Netherlands|BR Brazil|BS Bahamas|BT Bhutan|BW Botswana|BY Belarus
BZ Belize|CA Canada|CC Cocos Islands|CD Congo, Democratic Republic of the|DRC|DR Congo|Congo-Kinshasa|Zaire
CF Central African Republic|CG Congo|Republic of the Congo|Congo-Brazzaville|CH Switzerland|CI Côte d'Ivoire|Ivory Coast
CK Cook Islands|CL Chile|CM Cameroon|CN China|People's Republic of China|PRC|CO Colombia|CR Costa Rica|CU Cuba
CV Cabo Verde|Cape Verde|CW Curaçao|CX Christmas Island|CY Cyprus|CZ Czech Republic|Czechia|DE Germany|DJ Djibouti
DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea
ES Spain|ET Ethiopia|FI Finland|FJ Fiji|FK Falkland Islands|FM Micronesia|Federated States of Micronesia|FO Faroe Islands
FR France|GA Gabon|GB United Kingdom|United Kingdom of Great Britain and Northern Ireland|Great Britain|UK|England
GD Grenada|GE Georgia|GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM Gambia|GN Guinea
GP Guadeloupe|GQ Equatorial Guinea|GR Greece|GT Guatemala|GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong
Hong Kong SAR|China, Hong Kong Special Administrative Region|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia
IE Ireland|IL Israel|IM Isle of Man|IN India|IO British Indian Ocean Territory|IQ Iraq|IR Iran|Islamic Republic of Iran
IS Iceland|IT Italy|JE Jersey|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KG Kyrgyzstan|Kyrgyz Republic|KH Cambodia
KI Kiribati|KM Comoros|KN Saint Kitts and Nevis|KP Korea, North|Democratic People's Republic of Korea|DPRK
KR Korea, South|Republic of Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|Lao People's Democratic Republic
LB Lebanon|LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|LV Latvia
LY Libya|Libyan Arab Jamahiriya|State of Libya|MA Morocco|MC Monaco|MD Moldova|Republic of Moldova|ME Montenegro
MF Saint Martin|MG Madagascar|MH Marshall Islands|MK North Macedonia|Macedonia, The Former Yugoslav Republic of|Macedonia
ML Mali|MM Burma|Myanmar|MN Mongolia|MO Macau|Macao|MP Northern Mariana Islands|MQ Martinique|MR Mauritania
MS Montserrat|MT Malta|MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia
NC New Caledonia|NE Niger|NF Norfolk Island|NG Nigeria|NI Nicaragua|NL Netherlands|Kingdom of the Netherlands|Holland
NO Norway|NP Nepal|NR Nauru|NU Niue|NZ New Zealand|OM Oman|Sultanate of Oman|PA Panama|PE Peru|PF French Polynesia
PG Papua New Guinea|PH Philippines|PK Pakistan|Islamic Republic of Pakistan|PL Poland|PM Saint Pierre and Miquelon
PN Pitcairn|PR Puerto Rico|PS Palestine|Palestinian|State of Palestine|Palestinian Territories|Occupied Palestinian Territory
West Bank|Region: Gaza|Gaza|PT Portugal|PW Palau|PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia
RU Russia|Russian Federation|RW Rwanda|SA Saudi Arabia|Kingdom of Saudi Arabia|SB Solomon Islands|SC Seychelles|SD Sudan
SE Sweden|SG Singapore|SH Saint Helena|SI Slovenia|SJ Svalbard and Jan Mayen|SK Slovakia|Slovak Republic|SL Sierra Leone
SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|ST Sao Tome and Principe|SV El Salvador|SX Sint Maarten
SY Syria|Syrian Arab Republic|SZ Eswatini|Swaziland|TC Turks and Caicos Islands|TD Chad|TG Togo|TH Thailand
TJ Tajikistan|TK Tokelau|TL Timor-Leste|East Timor|TM Turkmenistan|TN Tunisia|TO Tonga|TR Turkey|Türkiye
TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|Taiwan, Province of China|TZ Tanzania|United Republic of Tanzania|UA Ukraine
UG Uganda|US United States|United States of America|USA|UY Uruguay|UZ Uzbekistan|VA Vatican City|Holy See
VC Saint Vincent and the Grenadines|VE Venezuela|Bolivarian Republic of Venezuela|VG Virgin Islands, British
VI Virgin Islands, U.S.|VN Vietnam|Viet Nam|Socialist Republic of Viet Nam|VU Vanuatu
WF Wallis and Futuna|WS Samoa|XK Kosovo|YE Yemen|Republic of Yemen|YT Mayotte|ZA South Africa|ZM Zambia|ZW Zimbabwe
"""

_ADJECTIVES = """
afghan:AF algerian:DZ bosnian:BA british:GB chinese:CN congolese:CD congo:CD egyptian:EG eritrean:ER french:FR german:DE
indian:IN indonesian:ID iranian:IR iraqi:IQ italian:IT jordanian:JO kenyan:KE kuwaiti:KW lebanese:LB libyan:LY malaysian:MY
moroccan:MA omani:OM pakistani:PK philippine:PH qatari:QA russian:RU rwandan:RW saudi:SA somali:SO somalian:SO sudanese:SD
swedish:SE syrian:SY tunisian:TN turkish:TR ugandan:UG yemeni:YE
"""

_CODES = frozenset(ALPHA_2_OF.values())
_SILENT = frozenset({"the", "of", "and", "possibly", "former", "formerly"})
_COUNTRY_OF_ADJECTIVE: dict[str, str] = dict(pair.split(":") for pair in _ADJECTIVES.split())


@lru_cache(maxsize=1 << 12)
def country_code(text: str) -> str:
    """The alpha-2 code a country's name, alpha-2 or alpha-3 code stands for; "" for anything else.

    The order of the words, accents, case and punctuation do not count: "Korea, North" and "North Korea" are one.
    """
    shaped = text.strip()
    if len(shaped) in {2, 3} and shaped.isalpha():
        code = alpha_2(shaped)
        if code in _CODES:
            return code
    return _table().get(_key(shaped), "")


def country_of_adjective(text: str) -> str:
    """The alpha-2 code of the first nationality adjective in a text ("Afghan passport number ..."); "" without one."""
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        if word in _COUNTRY_OF_ADJECTIVE:
            return _COUNTRY_OF_ADJECTIVE[word]
    return ""


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    code = ""
    for item in _NAMES.replace("\n", "|").split("|"):
        if item[2:3] == " " and item[:2] in _CODES:
            code, item = item[:2], item[3:]  # noqa: PLW2901  the code stands before its first name
        if item:
            table.setdefault(_key(item), code)
    return table


@cache
def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("st. ", "saint ")
    words = re.findall(r"[a-z]+", re.sub(r"[^\w\s,()\-/&:]|[\u0300-\u036f]", "", plain))
    return " ".join(sorted(w for w in words if w not in _SILENT))
