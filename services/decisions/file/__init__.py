"""The file of a case: reviewed, voted on, signed by every voter and by the head, in this order.

ISO/IEC 17065 7.5, 7.6; 认证认可条例 art. 22.

absent ──FileOpened──▶ open ──ReviewCompleted──▶ reviewed ──DecisionMeetingConvened──▶ in session
in session ──VoteClosed, passed──▶ passed ──DecisionSigned × n, DecisionCountersigned──▶ decided
passed ──DecisionSentBack──▶ reviewed          in session ──VoteClosed, not passed──▶ not passed
not passed ──DecisionMeetingConvened──▶ in session │ ──DecisionRefused──▶ refused
any but passed and decided ──CaseReturned──▶ returned ──FileOpened (other content)──▶ open
"""
