namespace Relay.Management;

/// <summary>The body of <c>GET /api/accounts</c>.</summary>
/// <param name="Instance">Whose view it is: each instance has its own, and tells the others what it found open.</param>
/// <param name="Data">The accounts, in the order of the config.</param>
internal sealed record AccountPage(string Instance, IReadOnlyList<AccountView> Data);
