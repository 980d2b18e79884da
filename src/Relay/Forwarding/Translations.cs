using Relay.Dialects;
using Relay.Ingress;

namespace Relay.Forwarding;

/// <summary>Begins what stands between a caller and a provider of different dialects, and judges what that loses.</summary>
internal static class Translations
{
    /// <summary>As many fields are listed as dropped at most: a long conversation could fill more than a header may hold.</summary>
    public const int MostDropped = 32;

    /// <summary>Says a call's request in the provider's dialect, and gets ready for the answer.</summary>
    /// <returns>A failure that names the field when the request cannot be understood, or not be said there.</returns>
    public static Result<IWholeTranslation> Begin(Call call, Attempt attempt)
    {
        var begun = call.Request.Operation is { } operation
            ? operation.Translate!(call.Body.Memory, call.Request, attempt.Target.Model)
            : Translation.Begin(call, attempt);
        if (!begun.Succeeded(out var translation, out var failure)) return failure;
        foreach (var loss in translation.Losses)
        {
            if (loss.ChangesMeaning || call.IsStrict)
                return UpstreamFailures.Untranslatable(loss.Field, attempt.Target.Account.Provider.Name, loss.ChangesMeaning);
        }

        attempt.Dropped = [.. translation.Losses.Select(loss => loss.Field).Distinct().Take(MostDropped)];
        return begun;
    }
}
