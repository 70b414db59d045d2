"""The process half of a rule pack: who decides, for how long, under which number and window."""

from typing import Literal

from pydantic import Field

from events.scheme_scoring import Code, Count, Flag, Part
from events.vocabulary import Exact, Name, Text

Anchor = Literal["decision", "award", "last_audit_end", "last_surveillance_end"]


class Eligibility(Part):
    """Who may apply. 认证认可条例 art. 17; ISO/IEC 17065 7.3."""

    legal_person_required: Flag | None = None
    lawfully_operating_in_prc: Flag | None = None
    min_operating_months: Count | None = None
    min_system_run_months: Count | None = None
    incident_lookback_months: Count | None = None
    incident_policy: Literal["refuse", "disclose_and_review"] | None = None
    reapply_block_months_after_own_fault: Count | None = None
    former_body_disqualified_window_months: Count | None = None
    other_rules: tuple[Text, ...] | None = None


class Headcount(Part):
    """How covered people are counted and doubted. House rule."""

    basis: Code
    flag_if_people_per_outlet_below: Exact
    verify_on_site: Flag
    shift_conversion: Flag


class ByClass(Part):
    """A number of months for each class of nonconformity."""

    major: Count
    minor: Count


class VerificationByClass(Part):
    """How a correction is verified, for each class of nonconformity."""

    major: Literal["on_site", "documentary"]
    minor: Literal["on_site", "documentary"]


class Nonconformity(Part):
    """Deadlines and verification of corrective action. ISO/IEC 17065 7.4.6."""

    deadline_months: ByClass
    deadline_options_months: tuple[Count, ...]
    verification: VerificationByClass
    cap_months_after_last_on_site_day: Count
    after_cap: Code
    rescore_after_correction: Flag


class ManDayFactor(Part):
    """A reason to add or take away man-days, in percent of the table's figure."""

    id: Code
    zh: Name
    en: Name
    percent: Exact


class ManDays(Part):
    """Which table gives the man-days and how far one may leave it. Process 7."""

    table: Name
    hours_per_day: Count
    round_to: Exact
    min_per_fixed_outlet: Exact
    above_table: Code
    max_reduction_percent: Exact
    onsite_min_percent: Exact | None
    exclude_roles: tuple[Code, ...]
    factors: tuple[ManDayFactor, ...]


class SiteSampling(Part):
    """Which share of like sites is visited. IAF MD1."""

    allowed: Flag
    initial: Exact
    surveillance: Exact
    recertification: Exact
    """Factors before the square root of the number of sites."""
    rounding: Literal["ceil", "half_up"]
    central_office: Code
    random_share: Exact


class Payment(Part):
    """Which stage waits for which payment. House rule."""

    application_fee_before: Code
    first_instalment_before: Code


class Team(Part):
    """Limits on the audit team. ISO/IEC 17065 4.2.10."""

    look_back_months: Count
    single_member_allowed: Flag
    max_consecutive_audits: Count | None


class Committee(Part):
    """How the certification committee decides. ISO/IEC 17065 7.6."""

    mode: Literal["committee", "single"]
    min_voters: Count
    quorum_fraction: Exact
    quorum_of: Literal["convened"]
    pass_: Literal["yes_votes*2>voters"] = Field(alias="pass")
    abstention: Literal["counts_as_voter"]
    secret_until_closed: Flag
    may_award_other_band: Flag


class Decision(Part):
    """What dates a decision and who signs it, in order. 认证认可条例 art. 22."""

    dated_by: Literal["head_signature", "vote_close"]
    signatures: tuple[Literal["every_voter", "head_of_body"], ...]


class Validity(Part):
    """How long a certificate holds. Lifecycle 4."""

    months: Count
    anchor: Literal["decision", "award"]
    end_rule: Literal["minus_one_day", "same_day"]
    month_end: Literal["clamp"]


class WindowRule(Part):
    """Months from an anchor to the four days of a window; ``latest`` is the hard one."""

    anchor: Anchor
    earliest_months: Count | None
    target_from_months: Count | None
    target_to_months: Count | None
    latest_months: Count
    minus_one_day: Flag
    """One day off after the months are added, for every one of the four."""


class Surveillance(Part):
    """When and how holders are audited again. ISO/IEC 17065 7.9."""

    profile: Code
    first: WindowRule
    next: WindowRule
    min_per_cycle: Count
    min_per_certificate_year: Count
    scoring: Literal["none", "partial", "full"]
    on_overdue: Literal["suspend", "note"]


class Suspension(Part):
    """How soon, how long, and what follows. ISO/IEC 17065 7.11; 认证机构管理办法."""

    start_within_days_of_confirming: Count
    day_kind: Literal["calendar"]
    default_months: Count
    max_months: Count
    end_inclusive: Flag
    unsolved: Literal["withdraw"]
    cut_to_expiry: Flag


class Recertification(Part):
    """How a certificate is followed by the next. Lifecycle 7."""

    open_months_before_expiry: Count
    must_decide_by: Literal["expiry"]
    late: Literal["treat_as_initial", "restore"]
    restore_after_expiry_months: Count
    validity_anchor: Literal["decision", "previous_expiry"]
    new_number: Flag


class Transfer(Part):
    """How a certificate of another body is taken over. IAF MD2."""

    accept_statuses: tuple[Code, ...]
    pre_review: Flag
    keep_expiry: Flag


class NumberPattern(Part):
    """How certificate numbers are formed. Lifecycle 8."""

    issue_pattern: str = Field(min_length=1, max_length=80)
    letters: str = Field(pattern=r"^[A-Z]{1,4}$")
    serial_digits: int = Field(strict=True, ge=3, le=6)
    serial_restarts: Literal["yearly"]
    size_by: Literal["covered_headcount"]
    size_bands: dict[str, Count | None]
    """Letter → the most people it stands for, inclusive; None: no limit."""
    sub_suffix: str = Field(min_length=1, max_length=10)
    on_transfer: Literal["new_number", "keep_number"]


class Certificate(Part):
    """What the certificate shows and how it is numbered. ISO/IEC 17065 7.7."""

    show_grade: Flag
    number: NumberPattern
    language: tuple[Literal["zh", "en"], ...]
    authoritative: Literal["zh", "en"]


class SignInOpening(Part):
    """When sign-in to the opening meeting is in time."""

    from_: Code = Field(alias="from")
    until_hours_after_planned_start: Count


class SignInClosing(Part):
    """When sign-in to the closing meeting is in time."""

    from_: Code = Field(alias="from")
    until_hours_after_meeting_end: Count


class SignIn(Part):
    """Proof that the team was on site. Process 13."""

    mode: Literal["off", "encouraged", "required"]
    opening: SignInOpening
    closing: SignInClosing
    photos: tuple[Count, Count]
    """Fewest and most photos."""
    location_limit_km: Count
    half_day_split: str = Field(pattern=r"^[0-9]{2}:[0-9]{2}$")
    explain_within_working_days: Count
    blocks_report: Flag


class Plan(Part):
    """How early the client and the authority hear of an audit. Process 12."""

    client_notice_days: Count
    objection_days: Count
    objection_day_kind: Literal["calendar", "working"]
    report_before_start: Flag
    report_lead_days: Count


class ServiceLevels(Part):
    """Days the body gives itself. House rule."""

    application_review_working_days: Count
    supplement_days: Count
    issue_working_days: Count


class Retention(Part):
    """How long records are kept. ISO/IEC 17065 7.12.3; 认证机构管理办法."""

    after_end_months: Count
    also_until_end_of_next_cycle: Flag
    refused_application_months: Count
    sign_in_photo: Code


class Reporting(Part):
    """When rows are due at the authority. Regulator 4."""

    profile: Code
    month_deadline_day: Count
    holiday_shift: Flag
