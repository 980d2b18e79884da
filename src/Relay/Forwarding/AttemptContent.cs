using System.Text;
using System.Text.Json;
using Relay.Dialects;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>Makes the body of an attempt's request.</summary>
internal static class AttemptContent
{
    /// <summary>Makes it. It is to be disposed of after the request, for a connection may still be reading the caller's body.</summary>
    /// <param name="call">The call.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="translation">Between two dialects; null when both speak the same.</param>
    public static SplicedContent Of(Call call, Attempt attempt, IWholeTranslation? translation)
    {
        if (translation is not null) return new(translation.Request, [], default);
        var request = call.Request;
        var edits = attempt.Endpoint.Provider.Chat.RefusesStreamOptions ? request.EditsOfModel : request.Edits;
        return request.FormType is { } form
            ? new(call.Start, edits, Encoding.UTF8.GetBytes(attempt.Target.Model), form, call.Upload)
            : new(call.Body.Memory, edits, NameOf(request, attempt));
    }

    private static ReadOnlyMemory<byte> NameOf(CallRequest request, Attempt attempt) =>
        request is { Operation: not null, Dialect: Dialect.Gemini }
            ? JsonSerializer.SerializeToUtf8Bytes("models/" + attempt.Target.Model)
            : attempt.Target.ModelJson;
}
