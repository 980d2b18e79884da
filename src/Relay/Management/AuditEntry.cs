using System.Text.Json;

namespace Relay.Management;

/// <summary>One change over the management API. Of secrets it holds names and versions only.</summary>
/// <param name="At">When.</param>
/// <param name="By">The id of the admin key.</param>
/// <param name="Action">What was done: see <see cref="AuditLog"/>.</param>
/// <param name="Subject">To what: the id of a key, the name of a secret, <c>config</c>.</param>
/// <param name="Before">How it was; null for what was not there.</param>
/// <param name="After">How it is now; null for what is no more.</param>
internal sealed record AuditEntry(DateTimeOffset At, string By, string Action, string Subject, JsonElement? Before, JsonElement? After);
