"""The certificate: numbered once, issued, and from then on only along the transitions of its life.

ISO/IEC 17065 7.7, 7.11; 认证机构管理办法.

prepared ──CertificateIssued (T1)──▶ valid
valid ──CertificateSuspended (T2)──▶ suspended ──CertificateRestored (T3)──▶ valid
suspended ──SuspensionExtended (T9)──▶ suspended
valid, suspended ──CertificateWithdrawn (T4, T5)──▶ withdrawn, for good
valid, suspended ──CertificateCancelled (T6)──▶ cancelled, for good
valid, suspended ──CertificateExpired (T7, by the clock)──▶ expired, for good

T2 to T6, T9: a decider proposes (StatusDecided), the head approves, neither audited the holder.
"""
