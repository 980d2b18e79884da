namespace Relay.Dialects.Operations;

/// <summary>Something that a model does beside holding a conversation, as data: an endpoint of its own at the provider.</summary>
internal sealed record Operation
{
    /// <summary>Where in a path the id of what is held stands.</summary>
    public const string HeldIdPlace = "{id}";

    /// <summary>Its name in records and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Whose callers ask for it, and whose providers have it as it is.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>The path behind the base URL, without a slash before it; for Gemini the verb behind the model.</summary>
    public required string Path { get; init; }

    /// <summary>How it is asked for.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>Whether it is about something that a provider holds, whose id is in the path.</summary>
    public bool IsHeld => Path.Contains(HeldIdPlace, StringComparison.Ordinal);

    /// <summary>The one other dialect whose providers can serve it, translated; null for none.</summary>
    public Dialect? TranslatedTo { get; init; }

    /// <summary>The path or verb there.</summary>
    public string? TranslatedPath { get; init; }

    /// <summary>Stands between the two; null when there is no other.</summary>
    public TranslateOperation? Translate { get; init; }

    /// <summary>The model that the provider takes when the caller names none; null when the caller must name one.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>Whether the request may be a form with files.</summary>
    public bool TakesForms { get; init; }

    /// <summary>Whether the answer may be something else than JSON and events: sound, or text.</summary>
    public bool AnswersBytes { get; init; }

    /// <summary>Whether a stream's usage has to be asked for, by <c>stream_options</c>.</summary>
    public bool HasStreamOptions { get; init; }

    /// <summary>
    /// Whether the length of the texts tells the tokens roughly when the provider reports none. Of pictures and sound it
    /// does not: then no cost is better than a made-up one.
    /// </summary>
    public bool IsText { get; init; }

    /// <summary>Whether no provider charges for it.</summary>
    public bool IsFree { get; init; }

    /// <summary>Answers without a provider, from the request's body, where none has it; null when that cannot be.</summary>
    public Func<ReadOnlyMemory<byte>, byte[]>? Estimate { get; init; }

    /// <summary>What learns from a provider's answer as it passes.</summary>
    public Func<IAnswerTap> CreateTap { get; init; } = () => new OperationAnswer();

    /// <summary>Whether a provider that speaks a dialect can serve it.</summary>
    public bool IsServedBy(Dialect provider) => provider == Dialect || provider == TranslatedTo;

    /// <summary>Where a provider is asked, behind its base URL.</summary>
    /// <param name="provider">What it speaks.</param>
    /// <param name="model">Its name of the model.</param>
    /// <param name="heldId">Its id of what it holds; null when that is not what is asked about.</param>
    public string PathAt(Dialect provider, string model, string? heldId = null)
    {
        var path = provider == Dialect ? Path : TranslatedPath;
        if (heldId is not null) path = path?.Replace(HeldIdPlace, Uri.EscapeDataString(heldId), StringComparison.Ordinal);
        return provider == Dialects.Dialect.Gemini ? $"/models/{Uri.EscapeDataString(model)}:{path}" : $"/{path}";
    }

    /// <summary>Reads what a request's JSON body says.</summary>
    /// <param name="body">The body.</param>
    /// <param name="path">What the path says of the model; null when the body names it.</param>
    public Result<CallRequest> Scan(ReadOnlySpan<byte> body, ModelPath? path) => Dialect == Dialects.Dialect.Gemini
        ? Gemini.GeminiOperationScan.Read(body, path ?? throw new ArgumentNullException(nameof(path)), this)
        : BodyScan.Read(body, Dialect, new() { Operation = this, PathModel = path?.Model });
}
