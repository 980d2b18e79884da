using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Relay.Sandbox;

/// <summary>How a dialect is spoken by a pretend provider.</summary>
internal interface ISandboxDialect
{
    /// <summary>Something that is no event of it.</summary>
    string Malformed { get; }

    /// <summary>Whether a key is where the dialect's providers want it.</summary>
    bool HasKey(IHeaderDictionary headers);

    /// <summary>Whether a conversation is what is asked for.</summary>
    /// <param name="path">What the path said behind <c>models/</c>; null where the body says all.</param>
    bool Has(string? path) => true;

    /// <summary>Finds what its providers would refuse a body for; null when it is a request of this dialect.</summary>
    SandboxFault? FaultOf(JsonElement body);

    /// <summary>Reads a body that has no fault.</summary>
    /// <param name="body">The body.</param>
    /// <param name="path">What the path said behind <c>models/</c>; null where the body says all.</param>
    /// <returns>Null when something else is asked for than a conversation.</returns>
    SandboxRequest? Read(JsonElement body, string? path);

    /// <summary>An error's body.</summary>
    /// <param name="status">The status that it comes with.</param>
    /// <param name="code">Its code.</param>
    /// <param name="message">Its message.</param>
    /// <param name="param">The field that it is about, where the dialect names one.</param>
    string Error(int status, string code, string message, string? param = null);

    /// <summary>An error inside a stream.</summary>
    SandboxEvent ErrorEvent(string code);

    /// <summary>The events of a whole answer.</summary>
    /// <param name="id">The call's number.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="answer">What is said.</param>
    /// <param name="hasUsage">Whether usage is reported.</param>
    IEnumerable<SandboxEvent> Events(long id, SandboxRequest request, Answer answer, bool hasUsage);

    /// <summary>The whole answer as one document.</summary>
    string Whole(long id, SandboxRequest request, Answer answer, bool hasUsage);
}
