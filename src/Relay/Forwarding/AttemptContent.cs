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
    /// <param name="attempt">The attempt, which learns what of the body is left out.</param>
    /// <param name="translation">Between two dialects; null when both speak the same.</param>
    /// <returns>A failure that names the field when one would have to be left out and the caller wants nothing dropped.</returns>
    public static Result<SplicedContent> Of(Call call, Attempt attempt, IWholeTranslation? translation)
    {
        if (translation is not null) return new SplicedContent(translation.Request, [], default);
        var request = call.Request;
        var provider = attempt.Endpoint.Provider;
        var edits = provider.Chat.RefusesStreamOptions ? request.EditsOfModel : request.Edits;
        if (request.FormType is { } form)
            return new SplicedContent(call.Start, edits, Encoding.UTF8.GetBytes(attempt.Target.Model), form, call.Upload);
        // What is known of a provider is about conversations.
        if (provider.Fields is { } fields && request.Operation is null && fields.Concern(attempt.Target.Model))
        {
            var own = FieldEdits.Of(call.Body.Memory.Span, fields, attempt.Target.Model, edits);
            if (call.IsStrict && own.Dropped is [var field, ..])
                return UpstreamFailures.Untranslatable(field, attempt.Target.Account.Provider.Name, changesMeaning: false);
            attempt.Dropped = own.Dropped;
            edits = own.Edits;
        }

        return new SplicedContent(call.Body.Memory, edits, NameOf(request, attempt));
    }

    private static ReadOnlyMemory<byte> NameOf(CallRequest request, Attempt attempt) =>
        request is { Operation: not null, Dialect: Dialect.Gemini }
            ? JsonSerializer.SerializeToUtf8Bytes("models/" + attempt.Target.Model)
            : attempt.Target.ModelJson;
}
