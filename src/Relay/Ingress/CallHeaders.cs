namespace Relay.Ingress;

/// <summary>Relay's own headers of a call.</summary>
internal static class CallHeaders
{
    /// <summary>Of the answer: names the call.</summary>
    public const string CallId = "x-relay-call-id";

    /// <summary>Of the request: when it is <c>true</c>, the call is refused rather than a field dropped in translation.</summary>
    public const string Strict = "x-relay-strict";
}
