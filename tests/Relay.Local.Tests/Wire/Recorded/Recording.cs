using Relay.Dialects;

namespace Relay.Local.Tests.Wire.Recorded;

/// <summary>One recorded answer.</summary>
/// <param name="Name">The file that holds it.</param>
/// <param name="Dialect">What the provider spoke.</param>
/// <param name="IsStream">Whether it came as a stream.</param>
/// <param name="Answer">The data of its events, or the one document.</param>
internal sealed record Recording(string Name, Dialect Dialect, bool IsStream, IReadOnlyList<string> Answer);
