"""Document numbers as they are misread, mistyped, renewed and checked. All numbers are invented, but for published examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.detectors.names.evidence.documents import (
    document_reasons,
    is_imo,
    prepare_document,
)
from tansiq.model.subjects import IdentityDocument


def said(left: IdentityDocument, right: IdentityDocument, *, agreed: bool = False) -> list[str]:
    one, other = prepare_document(left), prepare_document(right)
    there = [reason.feature for reason in document_reasons([one], [other], agreed=agreed)]
    back = [reason.feature for reason in document_reasons([other], [one], agreed=agreed)]
    assert there == back
    return there


def passport(number: str, issuer: str = "PK") -> IdentityDocument:
    return IdentityDocument(number, "passport", issuer)


@pytest.mark.parametrize(
    ("left", "right", "feature"),
    [
        pytest.param(passport("AB1234567"), passport("ab 123-4567"), "document.number", id="spaces and case"),
        pytest.param(passport("AB1234567"), passport("AB1234567", "PAK"), "document.number", id="alpha-3 issuer"),
        pytest.param(passport("OB0243318"), passport("080243318"), "document.misread", id="O is 0, B is 8"),
        pytest.param(passport("AM1234567"), passport("ARN1234567"), "document.misread", id="rn is m"),
        pytest.param(passport("L898902C3", "UT"), passport("L898902C36", "UT"), "document.check_digit", id="Doc 9303 specimen"),
        pytest.param(passport("D00000897"), passport("diplomatic passport no. D00000897"), "document.number", id="words about it"),
        pytest.param(passport("304555", ""), passport("304555", ""), "document.short", id="short, issuer unknown"),
        pytest.param(passport("AB1234567"), passport("AB1234567", "AF"), "document.issuer", id="another issuer"),
        pytest.param(passport("AB1234567"), passport("CD7654321"), "document.passport_differs", id="renewed or another"),
        pytest.param(
            IdentityDocument("42101-1234567-3", "cnic"),
            IdentityDocument("4210112345673", "national_id", "PK"),
            "document.number",
            id="CNIC with and without hyphens",
        ),
        pytest.param(
            IdentityDocument("42101-1234567-3", "cnic"),
            IdentityDocument("35202-7654321-3", "cnic"),
            "document.id_differs",
            id="another CNIC",
        ),
        pytest.param(
            IdentityDocument("IMO 9074729", "imo"), IdentityDocument("9074729", "imo"), "document.number", id="IMO prefix"
        ),
        pytest.param(
            IdentityDocument("9074729", "imo"), IdentityDocument("9176187", "imo"), "document.imo_differs", id="another ship"
        ),
        pytest.param(
            IdentityDocument("9074729", "imo"),
            IdentityDocument("9074728", "imo"),
            "document.mistyped",
            id="a wrong check digit betrays the slip",
        ),
    ],
)  # fmt: skip
def test_two_documents_are_told_apart(left: IdentityDocument, right: IdentityDocument, feature: str) -> None:
    assert said(left, right) == [feature]


def test_one_slip_counts_only_where_the_birth_dates_agree() -> None:
    left, right = passport("AB1234567"), passport("AB1234567".replace("5", "9"))
    assert said(left, right, agreed=True) == ["document.mistyped"]
    assert said(left, right, agreed=False) == ["document.passport_differs"]


def test_a_passport_and_an_identity_card_with_other_numbers_say_nothing() -> None:
    assert said(passport("AB1234567"), IdentityDocument("4210112345673", "national_id", "PK")) == []


def test_a_cnic_tells_sex_and_issuer() -> None:
    assert (prepare_document(IdentityDocument("42101-1234567-3", "cnic")).sex) == "M"
    assert (prepare_document(IdentityDocument("42101-1234567-4", "cnic")).sex) == "F"
    assert (prepare_document(IdentityDocument("4210112345674", "national_id")).issuer) == "PK"


def test_imo_numbers_are_checked() -> None:
    assert is_imo("9074729")
    assert not is_imo("9074728")


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["passport", "imo", "cnic", ""]))
def test_any_number_is_compared(left: str, right: str, kind: str) -> None:
    reasons = said(IdentityDocument(left, kind), IdentityDocument(right, kind), agreed=True)
    assert len(reasons) <= 1
