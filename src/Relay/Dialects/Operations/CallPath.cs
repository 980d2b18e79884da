using System.Diagnostics.CodeAnalysis;

namespace Relay.Dialects.Operations;

/// <summary>What stands at a path behind the version.</summary>
/// <param name="Dialect">What is spoken there.</param>
/// <param name="Operation">What is asked for there; null for a conversation.</param>
/// <param name="HeldId">The caller's id of what a provider holds, where that is what is asked about; else null.</param>
internal readonly record struct CallPath(Dialect Dialect, Operation? Operation, string? HeldId = null)
{
    private const string Chat = "chat/completions";
    private const string Responses = "responses";
    private const string Messages = "messages";

    // The longest first: one of them is the end of another.
    private static readonly string[] Deployed =
        [.. OperationCatalogue.PathsOf(Dialect.OpenAIChat).Append(Chat).Append(Responses).OrderByDescending(path => path.Length)];

    /// <summary>Finds it; null when nothing stands there.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The path, without a slash before it.</param>
    public static CallPath? Find(string method, string? path)
    {
        if (path is null) return null;
        // What is held is looked for last: that takes paths apart, and no path of the others is one of those.
        if (method == HttpMethod.Post.Method && Find(path) is { } found) return found;
        return OperationCatalogue.OfHeld(method, path, out var id) is { } held ? new(held.Dialect, held, id) : null;
    }

    private static CallPath? Find(string path) => path switch
    {
        Chat => new(Dialect.OpenAIChat, null),
        Responses => new(Dialect.OpenAIResponses, null),
        Messages => new(Dialect.Anthropic, null),
        _ => OperationCatalogue.AtPath(path) is { } operation ? new(operation.Dialect, operation) : null,
    };

    /// <summary>Takes <c>gpt-4o/chat/completions</c> apart. The deployment's name may hold slashes, written as they are or as %2F.</summary>
    /// <param name="path">The path behind <c>deployments/</c>; null when there is none.</param>
    /// <param name="model">The deployment, which is a model's name here.</param>
    /// <param name="rest">The path behind it.</param>
    /// <returns>False, and nothing of use, when it is no deployment with something of OpenAI's behind it.</returns>
    public static bool TrySplitDeployment(string? path, [NotNullWhen(true)] out string? model, [NotNullWhen(true)] out string? rest)
    {
        rest = path is null ? null : Array.Find(Deployed, known => path.EndsWith('/' + known, StringComparison.Ordinal));
        model = rest is null ? null : Uri.UnescapeDataString(path![..^(rest.Length + 1)]);
        return !string.IsNullOrEmpty(model) && rest is not null;
    }
}
