"""The decisions service: a committee decides on a file; what it grants lives on as a certificate.

ISO/IEC 17065 7.5 (review), 7.6 (decision), 7.7 (certificate), 7.11 (suspension, withdrawal).

file         absent ──FileOpened──▶ open ──ReviewCompleted──▶ reviewed ──▶ in session
             in session ──VoteClosed──▶ passed ──signed by each voter, then the head──▶ decided
                                   └──▶ not passed ──▶ refused, returned, or a new meeting
certificate  prepared ──CertificateIssued──▶ valid ⇄ suspended ──▶ withdrawn, cancelled, expired

Beside them stand two small streams: the numbers of a series, never given twice, and the
certificates a holder has in force, never two for one scheme and scope.
"""
