namespace Relay.Management;

/// <summary>The body of <c>POST /api/route/explain</c>: a past call, or what a call would say.</summary>
/// <param name="CallId">The id of a settled call; then nothing else is given.</param>
/// <param name="Model">The model that would be asked for.</param>
/// <param name="Dialect">The caller's dialect; OpenAI Chat when it is not given.</param>
/// <param name="Key">The id of the key that would be used; none when it is not given.</param>
/// <param name="Session">What would stand in <c>x-relay-session</c>.</param>
/// <param name="Only">What would stand in <c>x-relay-only</c>.</param>
/// <param name="Avoid">What would stand in <c>x-relay-avoid</c>.</param>
internal sealed record RouteQuestion(
    string? CallId = null,
    string? Model = null,
    string? Dialect = null,
    string? Key = null,
    string? Session = null,
    IReadOnlyList<string>? Only = null,
    IReadOnlyList<string>? Avoid = null);
