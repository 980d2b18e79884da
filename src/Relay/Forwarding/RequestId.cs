using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Relay.Dialects;

namespace Relay.Forwarding;

/// <summary>
/// The header in which a dialect's clients look for the id of their request, to name it when they ask for help: the provider's own,
/// whatever header that came in, and Relay's id of the call where no provider's answer is sent on.
/// </summary>
internal static class RequestId
{
    // The one that OpenAI's clients read, and the one of Anthropic's.
    private const string OpenAI = "x-request-id";
    private const string Anthropic = "request-id";

    /// <summary>Sets it for a caller.</summary>
    /// <param name="headers">Those of the answer.</param>
    /// <param name="caller">What the caller speaks.</param>
    /// <param name="id">The id.</param>
    public static void Set(IHeaderDictionary headers, Dialect caller, StringValues id) =>
        headers[caller == Dialect.Anthropic ? Anthropic : OpenAI] = id;

    /// <summary>Sets it to the one that a provider gave; where it gave none, what is there stays.</summary>
    /// <param name="from">The provider's headers.</param>
    /// <param name="headers">Those of the answer.</param>
    /// <param name="caller">What the caller speaks.</param>
    public static void Copy(HttpResponseHeaders from, IHeaderDictionary headers, Dialect caller)
    {
        if (from.NonValidated.TryGetValues(OpenAI, out var id) || from.NonValidated.TryGetValues(Anthropic, out id))
            Set(headers, caller, id.ToString());
    }
}
