namespace Relay.Local.Tests.Sdk;

/// <summary>A fault, and what OpenAI's SDKs make of what the relay says of it.</summary>
/// <param name="Name">The model that has it.</param>
/// <param name="Spec">The sandbox's behaviour; null where the relay refuses the call itself, or nothing comes back at all.</param>
/// <param name="Status">The status that the caller gets.</param>
/// <param name="Type">The class of the exception in the SDK for Node; that for .NET has one for all.</param>
/// <param name="Code">The error's code.</param>
/// <param name="RetryAfter">In seconds; null for none.</param>
/// <param name="IsProviders">Whether it is in the provider's words, and then has its id of the request.</param>
internal sealed record SdkFault(
    string Name, string? Spec, int Status, string Type, string Code = "sandbox_error", string? RetryAfter = null, bool IsProviders = true)
{
    /// <summary>Every fault before an answer begins. A provider that refuses the relay's account is none of the caller's 401s and 403s.</summary>
    public static IReadOnlyList<SdkFault> All { get; } =
    [
        new("f400", "status=400", 400, "BadRequestError"),
        new("f401", "status=401", 503, "InternalServerError", "upstream_account", "30", IsProviders: false),
        new("wrong-key", null, 401, "AuthenticationError", "invalid_api_key", IsProviders: false),
        new("f403", "status=403", 503, "InternalServerError", "upstream_account", "30", IsProviders: false),
        new("not-allowed", null, 403, "PermissionDeniedError", "model_not_allowed", IsProviders: false),
        new("f404", "status=404", 404, "NotFoundError"),
        new("unknown", null, 404, "NotFoundError", "model_not_found", IsProviders: false),
        new("f409", "status=409", 409, "ConflictError"),
        new("f422", "status=422", 422, "UnprocessableEntityError"),
        new("f429", "status=429", 429, "RateLimitError", RetryAfter: "5"),
        new("f429-later", "status=429,retry-after=7", 429, "RateLimitError", RetryAfter: "7"),
        new("f500", "status=500", 500, "InternalServerError"),
        new("f502", "status=502", 502, "InternalServerError"),
        new("f503", "status=503", 503, "InternalServerError", RetryAfter: "5"),
        new("f504", "status=504", 504, "InternalServerError"),
        new("f529", "status=529", 503, "InternalServerError", "upstream_overloaded", "5", IsProviders: false),
        new("error", "error=0,code=server_error", 502, "InternalServerError", "server_error"),
        new("cut", "cut=0", 502, "InternalServerError", "upstream_truncated", IsProviders: false),
        new("reset", null, 502, "InternalServerError", "upstream_unreachable", IsProviders: false),
        new("silent", "silence=headers", 504, "InternalServerError", "upstream_timeout", IsProviders: false),
    ];
}
