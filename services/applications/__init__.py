"""The applications service: from the wish to be certified to a signed agreement. ISO/IEC 17065 7.2.

A case, process 2 to 8; one stream for each, and one for the open cases of each holder.

absent ──ApplicationSubmitted──▶ submitted ⇄ supplement asked
submitted ──ApplicationReviewed──▶ reviewed, for or against
reviewed, for, no flag open ──ApplicationAccepted──▶ accepted
accepted ──FeeQuoted──▶ quoted ──AgreementSigned──▶ contracted ──CaseClosed──▶ closed
submitted or reviewed ──ApplicationRefused──▶ refused
any but refused and closed ──ApplicationAbandoned──▶ abandoned

A supplement voids the review before it. A payment may be recorded from the application on, an
instalment only under a signed agreement. Refused, abandoned and closed free the holder's place.
"""
