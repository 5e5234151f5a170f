"""Parts of persons' and firms' names that agree or do not, by phenomenon. All persons and firms are invented."""

from typing import Literal

import pytest

from tansiq.detectors.names import match
from tansiq.detectors.names.words.parts import read_name
from tansiq.model.findings import Verdict
from tansiq.model.subjects import Subject


def compared(left: str, right: str, kind: Literal["person", "organization"] = "person") -> Verdict:
    one, other = (Subject(names=(name,), type=kind) for name in (left, right))
    assert abs(match(one, other).score - match(other, one).score) < 1e-9
    return match(one, other).verdict


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Bill Marsh Dunmore", "William Marsh Dunmore", id="short form"),
        pytest.param("Sasha Lukin", "Aleksandr Lukin", id="Russian short form"),
        pytest.param("Giuseppe Verdini", "Joseph Verdini", id="the name in another language"),
        pytest.param("Ben Dunmore", "Benjamin Dunmore", id="Ben that is no son"),
        pytest.param("Maxamed Cabdi Xasan", "Mohamed Abdi Hassan", id="Somali spelling"),
        pytest.param("Sergejs Kalnins", "Sergey Kalnin", id="Latvian ending"),
        pytest.param("Nizamudin Zarif", "Nizam-ud-Din Zarif", id="-udin with one d"),
        pytest.param("Saiful Islam Zarif", "Saif al-Islam Zarif", id="ul that belongs to Islam"),
        pytest.param("Faycal Zarif", "Faisal Zarif", id="French spelling"),
        pytest.param("Vladmir Dunmore", "Vladimir Dunmore", id="letter left out"),
        pytest.param("Besikov Dunmore", "Mesikov Dunmore", id="first letter mistyped"),
        pytest.param("Dunmoer Zarifi", "Dunmore Zarifi", id="letters exchanged"),
        pytest.param("I9or Dunmore", "Igor Dunmore", id="9 read for g"),
        pytest.param("TURYALAI<<ZARGHON<SHAHPASAND<MUHAMM", "Zarghon Shahpasand Muhammadi Turyalai", id="cut short"),
        pytest.param("POPALKKZARGHONKKKKK<<", "Zarghon Popal", id="fillers read as K"),
        pytest.param("Zarghon son of Popal", "Zarghon s/o Popal", id="son of in full"),
        pytest.param("Muhyiddin Zarghon", "Mohiuddin Zarghun", id="Muhyi and Mohi"),
        pytest.param("Malik Zarghon Popalzai", "Zarghon Popalzai", id="honour left out"),
        pytest.param("Dunmore, Jr. Zarif", "Zarif Dunmore", id="junior"),
    ],
)
def test_the_same_person_is_held_up(left: str, right: str) -> None:
    assert compared(left, right) is not Verdict.NO


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Nasir Turyalai Khogyani", "Nazir Turyalai Khogyani", id="Nasir is not Nazir"),
        pytest.param("Rashid Turyalai Khogyani", "Rasheeda Turyalai Khogyani", id="Rashid is not Rashida"),
        pytest.param("Amina Turyalai Khogyani", "Yamina Turyalai Khogyani", id="Amina is not Yamina"),
        pytest.param("Aslam Turyalai Khogyani", "Akram Turyalai Khogyani", id="Aslam is not Akram"),
        pytest.param("Saifullah Khogyani", "Saifuddin Khogyani", id="-ullah is not -uddin"),
        pytest.param("Umm Talha Khogyani", "Abu Talha Khogyani", id="Umm is not Abu"),
        pytest.param("Abdul Basit Khogyani", "Abdul Basir Khogyani", id="Abdul Basit is not Abdul Basir"),
        pytest.param("Zarif Turyalai Popal Khogyani", "Wasim Turyalai Popal Khogyani", id="brothers with one chain"),
        pytest.param("Turyalai Popal Khogyani", "Zarif Turyalai Popal Khogyani", id="father and son of one chain"),
    ],
)
def test_another_person_is_no_match(left: str, right: str) -> None:
    assert compared(left, right) is not Verdict.MATCH


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        pytest.param("RAHMAN/ABDUL", "Abdul Rahman", id="abd- in two fields"),
        pytest.param("RAHMAN ABDUL MR", "Abdul Rahman Mr", id="abd- before a title"),
        pytest.param("RAHMAN<<ABDUL<<<<", "Abdul Rahman", id="abd- in a machine-readable line"),
        pytest.param("RAHMAN ABDEL", "Abdelrahman", id="abd- as it is written in Egypt"),
        pytest.param("AL RAHMAN ABD", "Abd al-Rahman", id="abd- with an article"),
        pytest.param("رحمان عبدال", "عبدال رحمان", id="abd- in Arabic script"),
        pytest.param("KARIM MUHAMMAD ABDUL", "Muhammad Abdul Karim", id="abd- of three parts"),
        pytest.param("TARZI KARIM ABDUL", "Tarzi Abdul Karim", id="abd- after the part it belongs to"),
        pytest.param("KARIM ABDUL MUHAMMAD", "Abdul Karim Muhammad", id="abd- that is not Muhammad's"),
        pytest.param("ALLAH ABD", "Abdullah", id="Abdullah"),
        pytest.param("TARZI ABDUL", "Abdul Tarzi", id="abd- of what is no name of God"),
        pytest.param("RAHMAN/UBAIDUR", "Ubaidur Rahman", id="ubaid- with its article"),
        pytest.param("ISLAM/SAIFUL", "Saiful Islam", id="saif- with its article"),
        pytest.param("REHMAN/HABIB UR", "Habib ur Rehman", id="article left behind"),
        pytest.param("UR REHMAN/HABIB", "Habib ur Rehman", id="article taken along"),
        pytest.param("AL HAQ/ZIA UL", "Zia ul-Haq", id="article taken along and left behind"),
        pytest.param("DIN/SHAMS UD", "Shamsuddin", id="-uddin with its article left behind"),
        pytest.param("UDDIN/JAMAL", "Jamaluddin", id="-uddin"),
        pytest.param("ULLAH/MUHAMMAD HABIB", "Muhammad Habibullah", id="-ullah"),
    ],
)
def test_halves_of_a_compound_that_a_record_tore_apart_are_one_part(torn: str, whole: str) -> None:
    read, expected = (
        sorted((part.form, part.prefix, part.suffix) for part in read_name(text).own[0].parts if part.kind == "name")
        for text in (torn, whole)
    )
    assert read == expected
    assert compared(torn, whole) is not Verdict.NO


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        pytest.param("Kareem Abdul Jabbar", ["kareem", "jabbar"], id="abd- between two names of God"),
        pytest.param("Zarif Muhammad Abdul", ["zarif", "muhammad", "abdul"], id="abd- with nothing to belong to"),
        pytest.param("Zarif Abdu", ["zarif", "abdu"], id="Abdu is a name of its own"),
        pytest.param("Allah Ditta", ["allah", "ditta"], id="Allah in front begins a name"),
        pytest.param("Abdul", ["abdul"], id="abd- alone"),
    ],
)
def test_what_is_no_torn_compound_stays_as_it_is(name: str, forms: list[str]) -> None:
    assert [part.form for part in read_name(name).own[0].parts] == forms


def test_a_torn_compound_is_still_not_another_one() -> None:
    assert compared("RAHMAN/ABDUL", "Abdul Rahim") is Verdict.NO
    assert compared("KHOGYANI RAHMAN ABDUL", "Abdul Rahim Khogyani") is Verdict.NO


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Bolan Star Gesellschaft mit beschränkter Haftung", "Bolan Star GmbH", id="GmbH in full"),
        pytest.param("ООО Болан Стар", "Bolan Star LLC", id="Russian limited company"),
        pytest.param("Акционерное общество Болан", "Bolan JSC", id="Russian stock company"),
        pytest.param("Bolan Star (Pvt) Ltd", "بولان سٹار پرائیویٹ لمیٹڈ", id="Urdu private limited"),
        pytest.param("شركة بولان ستار للتجارة", "Bolan Star Trading Company", id="Arabic trading company"),
        pytest.param("BolanStarAG", "BolanStar AG", id="legal form glued on"),
        pytest.param("Brigade Forty 4", "Brigade 44", id="number in words and digits"),
        pytest.param("Third Bolan Front", "3rd Bolan Front", id="ordinal"),
        pytest.param("BLF", "Bolan Liberation Front", id="initials"),
        pytest.param("ООО «Болан Трейдинг»", "Bolan Trading OOO", id="Russian word for trading"),
        pytest.param("صرافی البولان", "Al-Bolan Money Exchange", id="Arabic article"),
        pytest.param("M/s Bolan Traders", "Bolan Traders", id="messrs"),
        pytest.param("Bolan Bank's Ltd", "Bolan Bank Ltd", id="genitive"),
    ],
)
def test_the_same_firm_is_held_up(left: str, right: str) -> None:
    assert compared(left, right, "organization") is not Verdict.NO


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Bolan Star AG", "Bolan Star GmbH", id="two legal forms"),
        pytest.param("Bolan Star of Chile", "Bolan Star of Peru", id="two countries"),
        pytest.param("Bolan Star II", "Bolan Star III", id="two numbers"),
        pytest.param("Bolan Gas Company", "Bolan Oil Company", id="two trades"),
        pytest.param("Management Company", "Bolan Management Company", id="nothing but generic words"),
        pytest.param("BLA", "Bolan Liberation Front", id="other initials"),
    ],
)
def test_another_firm_is_no_match(left: str, right: str) -> None:
    assert compared(left, right, "organization") is not Verdict.MATCH


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        pytest.param("Sociedad Anónima de Bolan", ["stock", "bolan"], id="Spanish phrase"),
        pytest.param("Bolan Joint Stock Company", ["bolan", "stock"], id="English phrase is one form"),
        pytest.param("Bolan Co., Ltd", ["bolan", "company", "limited"], id="company limited"),
        pytest.param("北京波兰有限公司", ["北京波兰", "limited"], id="Chinese form apart"),
        pytest.param("Bolan ٢", ["bolan", "2"], id="Arabic digit"),
        pytest.param("Bolan XIV", ["bolan", "14"], id="Roman number"),
    ],
)
def test_a_firms_name_is_read_as_its_parts(name: str, forms: list[str]) -> None:
    assert [part.form for part in read_name(name, person=False).own[0].parts] == forms
