"""Names in other scripts against their Latin spellings, and the tables behind them. All persons are invented."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names import match, tables
from tansiq.detectors.names.words.han import divided, spellings
from tansiq.detectors.names.words.parts import read_name
from tansiq.detectors.names.words.sounds import sounds_of
from tansiq.detectors.names.words.spelling import write
from tansiq.model.findings import Verdict
from tansiq.model.icao_arabic import ICAO_ARABIC, decode_icao_arabic
from tansiq.model.subjects import Subject


def verdict(left: str, right: str) -> Verdict:
    return match(Subject(names=(left,)), Subject(names=(right,))).verdict


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        pytest.param("陳大文", "Chan Tai Man", id="Chinese, Cantonese spelling"),
        pytest.param("陈大文", "Chen Dawen", id="Chinese, pinyin"),
        pytest.param("陳大文", "Chen Ta-wen", id="Chinese, Wade-Giles"),
        pytest.param("吳美玲", "Ng Mei Ling", id="Chinese, Ng is Wu"),
        pytest.param("黃志強", "Wong Chi Keung", id="Chinese, Wong is Huang"),
        pytest.param("歐陽文", "Ouyang Wen", id="Chinese, family name of two characters"),
        pytest.param("陳大文", "陈大文", id="Chinese, traditional and simplified"),
        pytest.param("김철수", "Kim Chol Su", id="Korean, northern spelling"),
        pytest.param("박영호", "Pak Yong Ho", id="Korean, Pak"),
        pytest.param("राजेश कुमार शर्मा", "Rajesh Kumar Sharma", id="Devanagari, final and medial schwa"),
        pytest.param("नरेन्द्र ठाकुर", "Narendra Thakur", id="Devanagari, schwa kept after a cluster"),
        pytest.param("अब्दुल रहमान", "Abdul Rahman", id="Devanagari, abd- compound"),
        pytest.param("গাজী আনিসুর রহমান", "Gazi Anisur Rahman", id="Bengali"),
        pytest.param("নুরুল আমিন", "Nurul Amin", id="Bengali, -ul"),
        pytest.param("ნინო ბურჯანაძე", "Nino Burjanadze", id="Georgian"),
        pytest.param("Արմեն Գրիգորյան", "Armen Grigoryan", id="Armenian"),
        pytest.param("דוד לוי", "David Levy", id="Hebrew, vowels left out"),
        pytest.param("אברהם יצחק", "Avraham Yitzhak", id="Hebrew, bet read as v"),
        pytest.param("Григорій Іваненко", "Hryhorii Ivanenko", id="Ukrainian, ghe read as h"),
        pytest.param("Ђорђе Петровић", "Djordje Petrovic", id="Serbian"),
        pytest.param("Шавкат Ғуломов", "Shavkat Ghulomov", id="Uzbek"),
        pytest.param("Магомед Гаджиев", "Muhammad Hajiev", id="Russian for Muhammad, ghe for h"),
        pytest.param("ټوریالی ښیرزی", "Toryalai Sherzai", id="Pashto letters"),
        pytest.param("ځلمی څرخي", "Zalmai Tsarkhi", id="Pashto, dze and tse"),
        pytest.param("چودھری کاشف بھٹی", "Chaudhry Kashif Bhatti", id="Urdu, aspirated and retroflex"),
        pytest.param("ذو الفقار لغاری", "Zulfiqar Leghari", id="Dhu apart"),
        pytest.param("عبد الله الأحمدي", "Abdullah al-Ahmadi", id="Abd Allah apart"),
        pytest.param("أبو بكر الزعيم", "Abubakar al-Zaim", id="Abu Bakr as one word"),
        pytest.param("صلاح الدين زريف", "Salaheddine Zarif", id="al-Din glued with l"),
        pytest.param("گل بدین زریف", "Gulbuddin Zarif", id="Gulbuddin apart"),
        pytest.param("ممتاز زريف", "Mumtaz Zarif", id="a consonant written twice"),
        pytest.param("بن الشيبة رمزي", "Ramzi Binalshibh", id="bin al- glued"),
    ],
)
def test_a_native_name_is_held_up_by_its_latin_spelling(native: str, latin: str) -> None:
    assert verdict(native, latin) is not Verdict.NO
    assert verdict(latin, native) is not Verdict.NO


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("王伟", "王强", id="Chinese, another given name"),
        pytest.param("张伟", "章伟", id="Chinese, family names that sound alike"),
        pytest.param("김철수", "김철호", id="Korean, one syllable differs"),
        pytest.param("محمد عارف ترینزی", "محمد آصف ترینزی", id="Arif is not Asif in Urdu"),
        pytest.param("अब्दुल रहमान ठाकुर", "Abdul Rahim Thakur", id="Devanagari, Rahman is not Rahim"),
    ],
)
def test_another_native_name_is_no_match(left: str, right: str) -> None:
    assert verdict(left, right) is not Verdict.MATCH


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("राजकुमार", ["raajkumaar"], id="Devanagari medial schwa"),
        pytest.param("नरेन्द्र", ["narendra"], id="Devanagari cluster keeps it"),
        pytest.param("সুমন", ["suman"], id="Bengali final vowel"),
        pytest.param("Սերժ Սարգսյան", ["serzh", "sargsyan"], id="Armenian"),
        pytest.param("ჯაბა", ["jaba"], id="Georgian"),
        pytest.param("Їжак", ["izhak"], id="Ukrainian yi"),
        pytest.param("欧阳娜娜", ["欧阳", "娜娜"], id="compound Chinese family name"),
        pytest.param("ﷲ ﷴ", ["الله", "محمد"], id="Arabic ligatures"),
        pytest.param("ﻣﺤﻤﺪ", ["محمد"], id="Arabic presentation forms"),
        pytest.param("٣ ۴", ["٣", "۴"], id="Arabic and Persian digits stay numbers"),
    ],
)
def test_a_name_is_read_as_words(text: str, words: list[str]) -> None:
    assert [word.text for word in write(text).words] == words


@pytest.mark.parametrize(
    ("coded", "native"),
    [
        pytest.param("ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY", "ابو بكر محمد بن زكريا الرازي", id="example of Doc 9303"),
        pytest.param("XAEXHMD<<FAXTTMXAH", "أحمد فاطمة", id="hamza, tah and final teh marbuta"),
        pytest.param("XXGDAYT<XCGDRY", "ہدایت چغدری".replace("ی", "ي"), id="Urdu and Persian letters"),
        pytest.param("MWXHMD<XSH", "موحمد ش", id="one letter"),
    ],
)
def test_codes_of_the_machine_readable_zone_give_the_script_back(coded: str, native: str) -> None:
    assert decode_icao_arabic(coded) == native


@pytest.mark.parametrize("text", ["", "KHAN<<ASAD", "ALEX", "XAVIER<MARX", "XQ", "<<<", "محمد"])
def test_what_is_not_coded_is_not_decoded(text: str) -> None:
    assert decode_icao_arabic(text) is None


def test_a_coded_name_matches_script_and_latin_alike() -> None:
    coded = "ALRAZY<<ABW<BKR<MXHMD<BN<ZKRYA"
    assert verdict(coded, "ابو بكر محمد بن زكريا الرازي") is Verdict.MATCH
    assert verdict(coded, "Abu Bakr Muhammad ibn Zakariya al-Razi") is Verdict.MATCH


@given(st.lists(st.sampled_from(sorted(ICAO_ARABIC)), min_size=1, max_size=12))
def test_any_codes_decode_to_their_letters(codes: list[str]) -> None:
    letters = "".join(ICAO_ARABIC[code] for code in codes)
    assert decode_icao_arabic("".join(codes)) == (letters if any("X" in code for code in codes) else None)


def test_no_code_begins_another() -> None:
    codes = sorted(code for code in ICAO_ARABIC if code.startswith("X"))
    assert not [pair for pair in pairwise(codes) if pair[1].startswith(pair[0])]


@given(st.text(max_size=60))
def test_decoding_and_reading_answer_any_text(text: str) -> None:
    assert decode_icao_arabic(text) is None or decode_icao_arabic(text)
    assert read_name(text).own


@given(st.text(alphabet=st.characters(min_codepoint=0x900, max_codepoint=0x9FF), max_size=40))
def test_indic_text_becomes_latin_or_nothing(text: str) -> None:
    assert all(word.text.isascii() for word in write(text).words)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=6))
def test_every_chinese_word_has_a_spelling(word: str) -> None:
    assert spellings(word)
    assert "".join(divided(word)) == word


@pytest.mark.parametrize(
    ("script", "letters"),
    [
        pytest.param("ARABIC", frozenset(tables.ARABIC), id="Arabic"),
        pytest.param("HEBREW", frozenset(tables.UNVOWELLED) - frozenset(tables.ARABIC), id="Hebrew"),
        pytest.param("ARABIC", frozenset(ICAO_ARABIC.values()), id="ICAO's codes"),
        pytest.param("HANGUL", frozenset(tables.JAMO), id="Korean"),
        pytest.param("CJK", frozenset(tables.HAN_GIVEN), id="Chinese"),
    ],
)
def test_letters_of_a_table_belong_to_its_script(script: str, letters: frozenset[str]) -> None:
    assert letters
    assert all(unicodedata.name(letter[0]).startswith(script) for letter in letters)


def test_every_unvowelled_letter_has_known_sounds() -> None:
    assert {sound for sounds in tables.UNVOWELLED.values() for sound in sounds} <= set(tables.SOUNDS)


@pytest.mark.parametrize(("one", "other"), [("محمد", "محمّد"), ("كريم", "کریم"), ("مصطفى", "مصطفی")])
def test_letter_forms_sound_alike(one: str, other: str) -> None:
    assert sounds_of(write(one).words[0].text) == sounds_of(write(other).words[0].text)
