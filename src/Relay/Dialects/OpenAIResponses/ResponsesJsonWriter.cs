namespace Relay.Dialects.OpenAIResponses;

/// <summary>Says an answer as one response object.</summary>
/// <param name="callId">What ids are made of.</param>
/// <param name="model">The model's name where the provider gave none.</param>
/// <param name="created">When the call came, in seconds since 1970 UTC.</param>
internal sealed class ResponsesJsonWriter(string callId, string model, long created) : ResponsesAnswerWriter(callId, model, created)
{
    /// <inheritdoc/>
    public override void End()
    {
        var json = DialectJson.CreateWriter(Output);
        Response.WriteEnded(json, Incomplete, Items, Usage ?? default);
        json.Flush();
    }
}
