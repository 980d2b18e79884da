using Relay.Gate;

namespace Relay.Management;

/// <summary>The body of <c>POST /api/keys</c>. All is optional.</summary>
/// <param name="Name">What people call the key.</param>
/// <param name="Role">What it is for: to call models when it is not given.</param>
/// <param name="Project">The project that its calls are counted to.</param>
/// <param name="Member">The member that it is given to.</param>
/// <param name="Models">Patterns of the models that it may use; none for all.</param>
/// <param name="ExpiresAt">From when on it no longer works.</param>
/// <param name="MaxConcurrency">How many of its calls may run at once.</param>
internal sealed record NewKey(
    string? Name = null,
    KeyRole? Role = null,
    string? Project = null,
    string? Member = null,
    IReadOnlyList<string>? Models = null,
    DateTimeOffset? ExpiresAt = null,
    int? MaxConcurrency = null);
