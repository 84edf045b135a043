"""The measured pages of what makes the register trusted: advice, rounds, assessments, apps, merges, one's work."""

from bench.pages import BOTH, Page
from bryggan.assessments.models import Answer, Assessment
from bryggan.notices.models import Comment, Mail
from bryggan.people.models import Unit
from bryggan.rounds.models import Round
from bryggan.systems.models import System

FOR_ADMINISTRATOR, FOR_EMPLOYEE = BOTH[:1], BOTH[1:]


def trust_pages() -> list[Page]:
    """The system most is written about, a board, the round that goes, an assessment many have answered."""
    talked = Comment.objects.order_by("pk").values_list("record_id", flat=True)[0]
    board = Unit.objects.filter(kind=Unit.Kind.AUTHORITY).order_by("pk")[0]
    running = Round.objects.filter(step=Round.Step.OPEN).order_by("pk")[0]
    draft = Round.objects.filter(step=Round.Step.DRAFT).order_by("pk")[0]
    assessment = Assessment.objects.filter(step=Assessment.Step.CLOSED).order_by("pk")[0]
    doubled = System.objects.exclude(aliases=[]).order_by("pk")[0]
    return [
        *_work_pages(talked),
        *_advice_pages(board),
        Page("rounds", "Uppdateringsrundor", "/rundor/"),
        Page(
            "round", "En runda över 2 000 system", f"/rundor/{running.pk}/", who=FOR_ADMINISTRATOR
        ),
        Page(
            "round_draft",
            "En runda innan den startas, över 13 000 system",
            f"/rundor/{draft.pk}/",
            who=FOR_ADMINISTRATOR,
        ),
        Page("my_round", "Min runda, 40 frågor", f"/runda/{running.pk}/mina/", who=FOR_EMPLOYEE),
        *_assessment_pages(assessment, board),
        *_contract_pages(board),
        Page("green", "Gröna listan, öppen", "/grona-listan/"),
        Page("green_words", "Gröna listan, sökord", "/grona-listan/?q=skol"),
        Page("apps", "Lista över appar", "/app/"),
        Page("merge_system", "Lika system", "/sammanslagning/system/", who=FOR_ADMINISTRATOR),
        Page(
            "merge_about",
            "Lika ett system",
            f"/sammanslagning/system/?id={doubled.pk}",
            who=FOR_ADMINISTRATOR,
        ),
        Page(
            "merge_supplier",
            "Lika leverantörer",
            "/sammanslagning/leverantor/",
            who=FOR_ADMINISTRATOR,
        ),
        Page(
            "merge",
            "Två system bredvid varandra",
            f"/sammanslagning/system/{talked}/{doubled.pk}/",
            who=FOR_ADMINISTRATOR,
        ),
    ]


def _work_pages(talked: int) -> list[Page]:
    mail = Mail.objects.order_by("pk")[0]
    return [
        Page("work", "Mitt arbete", "/mitt-arbete/"),
        Page("mails", "Utskick", "/utskick/"),
        Page("mail", "Ett brev", f"/utskick/{mail.pk}/", who=FOR_ADMINISTRATOR),
        Page("page_talked", "Ett system som många har skrivit om", f"/system/{talked}/"),
    ]


def _advice_pages(board: Unit) -> list[Page]:
    return [
        Page("advice", "Råd", "/rad/"),
        Page("advice_board", "Råd för en nämnd", f"/rad/?enhet={board.pk}"),
        Page("advice_rule", "Ett råd med tusentals träffar", "/rad/no_it_counterpart/"),
        Page("advice_twins", "Rådet om system som kan vara dubbletter", "/rad/has_twin/"),
        Page("advice_flows", "Ett råd om integrationer", "/rad/told_by_one_side/"),
        Page("completeness", "Kompletthet", "/kompletthet/"),
        Page("completeness_board", "Kompletthet för en nämnd", f"/kompletthet/?enhet={board.pk}"),
    ]


def _assessment_pages(assessment: Assessment, board: Unit) -> list[Page]:
    mine = Answer.objects.filter(respondent__email="medarbetare@exempel.se", answered_at=None)
    answer = mine.order_by("pk")[0]
    return [
        Page("portfolio", "Bedömningarna på en bild", "/bedomning/"),
        Page("portfolio_board", "En nämnds bedömningar", f"/bedomning/?enhet={board.pk}"),
        Page("replacements", "Utbyteslistan", "/utbyteslista/"),
        Page("replacements_board", "En nämnds utbyteslista", f"/utbyteslista/?enhet={board.pk}"),
        Page("assessment", "En bedömning", f"/bedomning/{assessment.pk}/"),
        Page("answer", "Mitt svar", f"/bedomning/svar/{answer.pk}/", who=FOR_EMPLOYEE),
    ]


def _contract_pages(board: Unit) -> list[Page]:
    return [
        Page("contract_year", "Avtalsåret", "/avtal/ar/"),
        Page("contract_year_board", "En nämnds avtalsår", f"/avtal/ar/?unit={board.pk}"),
        Page("contracts_together", "Avtal att upphandla tillsammans", "/avtal/tillsammans/"),
    ]
