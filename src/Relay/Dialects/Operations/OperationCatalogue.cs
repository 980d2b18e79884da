namespace Relay.Dialects.Operations;

/// <summary>The operations that Relay forwards.</summary>
/// <remarks>
/// https://platform.openai.com/docs/api-reference, https://docs.anthropic.com/en/api/messages-count-tokens,
/// https://ai.google.dev/api/embeddings, https://platform.openai.com/docs/api-reference/responses
/// </remarks>
internal static class OperationCatalogue
{
    private static readonly Operation[] All =
    [
        new()
        {
            Name = "embeddings", Dialect = Dialect.OpenAIChat, Path = "embeddings", IsText = true,
            TranslatedTo = Dialect.Gemini, TranslatedPath = "batchEmbedContents", Translate = EmbeddingsForGemini.Begin,
        },
        new()
        {
            Name = "text_completion", Dialect = Dialect.OpenAIChat, Path = "completions", IsText = true, HasStreamOptions = true,
            CreateTap = () => new OpenAIChat.ChatAnswer(),
        },
        // The one that OpenAI names a default for, which clients leave to it.
        new() { Name = "moderations", Dialect = Dialect.OpenAIChat, Path = "moderations", DefaultModel = "omni-moderation-latest" },
        new() { Name = "rerank", Dialect = Dialect.OpenAIChat, Path = "rerank" },
        new() { Name = "image_generation", Dialect = Dialect.OpenAIChat, Path = "images/generations" },
        new() { Name = "image_edit", Dialect = Dialect.OpenAIChat, Path = "images/edits", TakesForms = true },
        new() { Name = "image_variation", Dialect = Dialect.OpenAIChat, Path = "images/variations", TakesForms = true },
        new() { Name = "speech", Dialect = Dialect.OpenAIChat, Path = "audio/speech", AnswersBytes = true },
        new() { Name = "transcription", Dialect = Dialect.OpenAIChat, Path = "audio/transcriptions", TakesForms = true, AnswersBytes = true },
        new() { Name = "translation", Dialect = Dialect.OpenAIChat, Path = "audio/translations", TakesForms = true, AnswersBytes = true },
        new()
        {
            Name = "count_tokens", Dialect = Dialect.Anthropic, Path = "messages/count_tokens", IsFree = true,
            Estimate = TokenEstimate.ForMessages,
        },
        new()
        {
            Name = "count_tokens", Dialect = Dialect.Gemini, Path = "countTokens", IsFree = true,
            Estimate = TokenEstimate.ForGemini,
        },
        new()
        {
            Name = "embeddings", Dialect = Dialect.Gemini, Path = "embedContent", IsText = true,
            TranslatedTo = Dialect.OpenAIChat, TranslatedPath = "embeddings", Translate = EmbeddingsForOpenAI.BeginOne,
        },
        new()
        {
            Name = "embeddings", Dialect = Dialect.Gemini, Path = "batchEmbedContents", IsText = true,
            TranslatedTo = Dialect.OpenAIChat, TranslatedPath = "embeddings", Translate = EmbeddingsForOpenAI.BeginMany,
        },
        new() { Name = "compaction", Dialect = Dialect.OpenAIResponses, Path = "responses/compact", IsText = true },
        new() { Name = "count_tokens", Dialect = Dialect.OpenAIResponses, Path = "responses/input_tokens", IsFree = true },
        Held("response_retrieval", HttpMethod.Get, "responses/{id}"),
        Held("response_deletion", HttpMethod.Delete, "responses/{id}"),
        Held("response_cancellation", HttpMethod.Post, "responses/{id}/cancel"),
        Held("response_input_items", HttpMethod.Get, "responses/{id}/input_items"),
    ];

    /// <summary>What stands at a path, without its version and without a slash before it; null when nothing does.</summary>
    public static Operation? AtPath(string path) =>
        All.FirstOrDefault(operation => operation.Dialect != Dialect.Gemini && !operation.IsHeld && operation.Path == path);

    /// <summary>What is asked about something that a provider holds; null when it is nothing of that kind.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The path, without its version and without a slash before it.</param>
    /// <param name="id">The id in it.</param>
    public static Operation? OfHeld(string method, string path, out string id)
    {
        id = "";
        var parts = path.Split('/');
        if (parts.Length < 2 || parts[1].Length == 0) return null;
        id = parts[1];
        parts[1] = Operation.HeldIdPlace;
        var known = string.Join('/', parts);
        return Array.Find(All, operation => operation.IsHeld && operation.Method.Method == method && operation.Path == known);
    }

    /// <summary>The paths of a dialect.</summary>
    public static IEnumerable<string> PathsOf(Dialect dialect) =>
        All.Where(operation => operation.Dialect == dialect).Select(operation => operation.Path);

    private static Operation Held(string name, HttpMethod method, string path) => new()
    {
        Name = name, Dialect = Dialect.OpenAIResponses, Method = method, Path = path, IsFree = true,
        CreateTap = () => new OpenAIResponses.HeldAnswer(),
    };

    /// <summary>What a verb of Gemini's asks for; null when it is no operation.</summary>
    public static Operation? OfVerb(string verb) =>
        All.FirstOrDefault(operation => operation.Dialect == Dialect.Gemini && operation.Path == verb);
}
