"""Two subjects compared, case by case, in the words of the trade. All persons are invented."""

from math import exp

import pytest

from tansiq.detectors.names import match, messages
from tansiq.model.findings import Verdict
from tansiq.model.subjects import IdentityDocument, Subject


def named(*names: str) -> Subject:
    return Subject(names=names)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Mahmoud Darvesh Tarzi", "محمود درویش طرزی", id="Dari and Latin script"),
        pytest.param("Зафар Холиков", "Zafar Kholiqov", id="Cyrillic and Latin script"),
        pytest.param("Mohd Tauseef Chachar", "Muhammad Tausif Chachar", id="Muhammad cut to Mohd"),
        pytest.param("Osman Qadri Bozdar", "Uthman Kadri Bozdar", id="Usman is Othman, Qadri is Kadri"),
        pytest.param("Ramzan Buledi", "Ramadan Buledi", id="Ramzan is Ramadan"),
        pytest.param("Abdul Shakoor Bozdar", "Abdulshakur Bozdar", id="abd- compound joined"),
        pytest.param("Abd al-Razzaq Bozdar", "Abdurrazzaq Bozdar", id="article of abd- assimilated"),
        pytest.param("عبدالشکور بزدار", "Abdul Shakoor Bozdar", id="abd- compound in Arabic script"),
        pytest.param("Zabih Ullah Tarzi", "Zabihullah Tarzi", id="-ullah joined"),
        pytest.param("Sham ud Din Tarzi", "Shamuddin Tarzi", id="-uddin joined"),
        pytest.param("Haji Darvesh Tarzi", "Darvesh Tarzi", id="title on one side"),
        pytest.param("TARZI/DARVESH MR", "Darvesh Tarzi", id="airline title apart"),
        pytest.param("TARZI DARVESHMR", "Darvesh Tarzi", id="airline title glued on"),
        pytest.param("TARZI<<DARVESH<<<<<<", "Darvesh Tarzi", id="machine-readable fillers"),
        pytest.param("TARZI, Mahmoud Darvesh", "Mahmoud Darvesh Tarzi", id="family name first"),
        pytest.param("BIN TARZI, Darvesh", "Darvesh bin Tarzi", id="family name with bin first"),
        pytest.param("Shah Pasand Tarzi", "Shahpasand Tarzi", id="name written as one word"),
        pytest.param("Darvesh al-Tarzi", "Darvesh Tarzi", id="article left out"),
        pytest.param("D4RVESH T0RZAI", "D4rvesh Torzai", id="digit read for a letter"),
        pytest.param("محـــمود طرزي", "محمود طرزی", id="tatweel and Arabic ya"),
        pytest.param("Daŕvésh Tarźi", "Darvesh Tarzi", id="diacritics"),
    ],
)
def test_the_same_person_is_held_up(left: str, right: str) -> None:
    assert match(named(left), named(right)).verdict is not Verdict.NO


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Asif Bozdar Tarzi", "Arif Bozdar Tarzi", id="Asif is not Arif"),
        pytest.param("Abdul Rahman Tarzi", "Abdul Rahim Tarzi", id="Abdul Rahman is not Abdul Rahim"),
        pytest.param("Amin Tarzi", "Amir Tarzi", id="Amin is not Amir"),
        pytest.param("Darvesh Kandahari", "Darvesh Kunduzi", id="another nisba"),
        pytest.param("Muhammad Khan", "Mohammad Khan", id="a very common name alone"),
        pytest.param("Khan", "Khan", id="one common part"),
        pytest.param("Darvesh bin Tarzi al-Bozdar", "Tarzi bin Darvesh al-Bozdar", id="father and son exchanged"),
        pytest.param("Darvesh s/o Tarzi", "Tarzi s/o Darvesh", id="son of the other"),
    ],
)
def test_a_name_that_only_resembles_is_no_match(left: str, right: str) -> None:
    assert match(named(left), named(right)).verdict is not Verdict.MATCH


def test_a_decoy_with_a_very_common_name_is_let_go() -> None:
    listed = Subject(names=("Muhammad Khan",), father_names=("Gul Zaman",), birth_dates=("1971-05-06",))
    traveller = Subject(names=("MOHAMMAD KHAN",), father_names=("Ali Sher",), birth_dates=("1980-02-03",))
    comparison = match(listed, traveller)
    assert comparison.verdict is Verdict.NO
    assert {"birth_date.apart", "father.differs", "name.common"} <= {reason.feature for reason in comparison.against}


def test_a_respelled_rare_name_with_the_same_birth_year_is_a_match() -> None:
    listed = Subject(names=("Zarghun Mandokhel",), birth_dates=("1976",))
    traveller = Subject(names=("ZARGHOON MANDOKHAIL",), birth_dates=("1976-08-19",))
    assert match(listed, traveller).verdict is Verdict.MATCH


RARE = Subject(names=("Darvesh Tarzi",), birth_dates=("1980-04-09",), sex="M", nationalities=("AF",))


@pytest.mark.parametrize(
    ("other", "feature"),
    [
        pytest.param(Subject(names=("Darvesh Tarzi",), birth_dates=("1951-02-03",)), "birth_date.apart", id="29 years"),
        pytest.param(Subject(names=("Darvesh Tarzi",), sex="F"), "sex.differs", id="another sex"),
        pytest.param(
            Subject(names=("Darvesh Tarzi",), nationalities=("IR",)), "nationality.differs", id="another nationality"
        ),
        pytest.param(Subject(names=("Darvesh Popal",)), "name.differs", id="another family name"),
        pytest.param(Subject(names=("Darvesh Tarzi",), type="vessel"), "type.differs", id="a ship"),
    ],
)
def test_what_differs_is_told_and_weighs_against(other: Subject, feature: str) -> None:
    comparison = match(RARE, other)
    assert feature in {reason.feature for reason in comparison.against}
    assert comparison.score < match(RARE, RARE).score


def passport(number: str, issuer: str = "AF") -> Subject:
    return Subject(names=("Darvesh Tarzi",), documents=(IdentityDocument(number, "passport", issuer),))


@pytest.mark.parametrize(
    ("number", "issuer", "message"),
    [
        pytest.param("o1887650", "AF", messages.DOCUMENT_CONFUSED, id="O read for 0"),
        pytest.param("01 887-650", "AF", messages.DOCUMENT_SAME, id="spaces and hyphens"),
        pytest.param("0188765O", "", messages.DOCUMENT_CONFUSED, id="issuer unknown"),
        pytest.param("01887650", "IR", messages.DOCUMENT_OTHER_ISSUER, id="another issuer"),
        pytest.param("99887650", "AF", messages.DOCUMENT_DIFFERS, id="another number"),
    ],
)
def test_document_numbers_are_compared_as_they_are_misread(number: str, issuer: str, message: str) -> None:
    comparison = match(passport("01887650"), passport(number, issuer))
    assert message in {reason.message for reason in (*comparison.reasons, *comparison.against)}


def test_a_shared_document_is_held_up_under_any_name() -> None:
    other = Subject(names=("Eleni Markou",), documents=(IdentityDocument("01887650", "passport", "AF"),))
    assert match(passport("01887650"), other).verdict is Verdict.POSSIBLE


def test_a_short_number_of_another_issuer_says_nothing() -> None:
    left = Subject(names=("Darvesh Tarzi",), documents=(IdentityDocument("1234", "passport", "AF"),))
    right = Subject(names=("Eleni Markou",), documents=(IdentityDocument("1234", "passport", "GR"),))
    assert match(left, right).verdict is Verdict.NO


def test_the_father_named_in_the_name_counts_as_the_father() -> None:
    inside = named("Naveed Ullah s/o Hidayat Ullah")
    apart = Subject(names=("Naveedullah",), father_names=("Hidayatullah",))
    assert "father.same" in {reason.feature for reason in match(inside, apart).reasons}


def test_weights_add_up_to_the_score_and_stand_strongest_first() -> None:
    comparison = match(RARE, Subject(names=("Darwesh Tarzay",), birth_dates=("1980",), sex="F"))
    total = sum(reason.weight for reason in (*comparison.reasons, *comparison.against))
    assert comparison.score == pytest.approx(1 / (1 + exp(-total)))
    assert [reason.weight for reason in comparison.reasons] == sorted(
        (reason.weight for reason in comparison.reasons), reverse=True
    )
    assert [reason.weight for reason in comparison.against] == sorted(reason.weight for reason in comparison.against)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("Bolan Star Trading Co. Ltd", "Bolan Star Trading Company Limited", True, id="legal form written out"),
        pytest.param("Al-Noor Unit 1", "Al-Noor Unit 2", False, id="another number"),
        pytest.param("Margalla Freight FZE", "Margalla Freight F.Z.E.", True, id="dotted legal form"),
        pytest.param("Bolan Star Trading", "Bolan Moon Trading", False, id="another name"),
    ],
)  # fmt: skip
def test_organisations_are_compared_by_what_names_them(left: str, right: str, same: bool) -> None:
    one, other = (Subject(names=(name,), type="organization") for name in (left, right))
    assert (match(one, other).verdict is Verdict.MATCH) is same
