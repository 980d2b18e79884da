namespace Relay.Health;

/// <summary>The last failure of an account.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Model">The provider's name of the model that was asked; null when none was.</param>
/// <param name="At">When it came.</param>
internal sealed record AccountError(string Code, string? Model, DateTimeOffset At);
