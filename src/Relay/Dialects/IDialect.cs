using Relay.Dialects.Sse;
using Relay.Failures;

namespace Relay.Dialects;

/// <summary>
/// All that the pipeline needs of a wire protocol, one implementation in each dialect's folder. It knows nothing of the
/// other dialects.
/// </summary>
internal interface IDialect
{
    /// <summary>Which it is.</summary>
    Dialect Id { get; }

    /// <summary>
    /// Whether a stream that broke ends cleanly behind its error event. Gemini's clients give up for good when the
    /// connection breaks; those of the others take a clean end for success.
    /// </summary>
    bool EndsBrokenStreamsCleanly { get; }

    /// <summary>
    /// Whether its clients skip the comments of a stream of events, as they should. Google's SDKs for Go and Python and, before
    /// version 2, for Node.js (which Gemini CLI has in it) fail on them.
    /// </summary>
    bool TakesComments => true;

    /// <summary>What keeps a silent stream of events alive, before its first event too, where the stream has nothing of its own to say.</summary>
    ReadOnlyMemory<byte> KeepAlive => SseComment.KeepAlive;

    /// <summary>The header in which its clients look for the id of their request; OpenAI's unless it is another.</summary>
    string RequestIdHeader => "x-request-id";

    /// <summary>Reads the top level of a request and nothing below it.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="path">What the path says; null for dialects whose body says it all.</param>
    Result<CallRequest> Scan(ReadOnlySpan<byte> body, ModelPath? path);

    /// <summary>What learns from a provider's answer as it passes.</summary>
    IAnswerTap CreateTap();

    /// <summary>Models as the body of an answer that lists them.</summary>
    byte[] ToModelList(IReadOnlyList<ListedModel> models);

    /// <summary>A model as the body of an answer.</summary>
    byte[] ToModel(ListedModel model);

    /// <summary>An error as the body of an answer.</summary>
    byte[] ToBody(Failure failure);

    /// <summary>An error as the last event of a stream that broke.</summary>
    byte[] ToEvent(Failure failure);

    /// <summary>An error as the last element of a stream in the form of an array, where the dialect has that, with the array's end.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="isFirst">Whether nothing of the array was sent.</param>
    byte[] ToLastElement(Failure failure, bool isFirst) => ToEvent(failure);

    /// <summary>Finds the code in a provider's error body.</summary>
    /// <returns>False when the body is not JSON of this dialect; the code is null when it names none.</returns>
    bool TryReadError(ReadOnlySpan<byte> body, out string? code);

    /// <summary>When a provider's error body wants it to be asked again, where the dialect has a place for that; null when it does not say.</summary>
    TimeSpan? ReadRetryAfter(ReadOnlySpan<byte> body) => null;
}
