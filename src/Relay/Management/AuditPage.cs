namespace Relay.Management;

/// <summary>The body of <c>GET /api/audit</c>.</summary>
/// <param name="Data">The changes, newest first.</param>
/// <param name="Continuation">What the next page is asked for with; null when this one is the last.</param>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Data, string? Continuation);
