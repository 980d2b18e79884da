using System.Text;
using Relay.Dialects;
using Relay.Failures;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>What passes through is a caller's body with the target's name of the model, and nothing else is touched.</summary>
public sealed class ResponsesRequestScanTests
{
    [Theory]
    [InlineData("""{"model":"gpt","input":"Hi"}""", """{"model":"target","input":"Hi"}""", false)]
    [InlineData("""{"model":"gpt","input":[],"stream":true}""", """{"model":"target","input":[],"stream":true}""", true)]
    [InlineData("""{ "stream_options":{"include_obfuscation":false},"stream":true,"model":"gpt"}""", """{ "stream_options":{"include_obfuscation":false},"stream":true,"model":"target"}""", true)]
    [InlineData("""{"stream_options":5,"stream":true,"model":"gpt"}""", """{"stream_options":5,"stream":true,"model":"target"}""", true)]
    [InlineData("""{"prompt":{"model":"mine"},"model":"one","model":"two","stream":null}""", """{"prompt":{"model":"mine"},"model":"target","model":"target","stream":null}""", false)]
    public async Task TheModel_IsTheTargets(string body, string sent, bool stream)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Assert.True(BodyScan.Read(bytes, Dialect.OpenAIResponses).Succeeded(out var request, out var failure), failure?.Message);
        using var output = new MemoryStream();
        await using var content = new SplicedContent(bytes, request.Edits, "\"target\""u8.ToArray());
        await content.CopyToAsync(output, TestContext.Current.CancellationToken);

        Assert.Equal(sent, Encoding.UTF8.GetString(output.ToArray()));
        // The last event of every stream has it.
        Assert.Equal((Dialect.OpenAIResponses, stream, true), (request.Dialect, request.Stream, request.UsageAsked));
    }

    [Theory]
    [InlineData("""{"input":"Hi"}""", "model", FailureCode.MissingField)]
    [InlineData("""{"model":5}""", "model", FailureCode.InvalidField)]
    [InlineData("""{"model":"m","stream":"yes"}""", "stream", FailureCode.InvalidField)]
    public void WhatIsWrong_IsNamed(string body, string param, string code)
    {
        var failure = BodyScan.Read(Encoding.UTF8.GetBytes(body), Dialect.OpenAIResponses).Failure;

        Assert.Equal((400, param, code), (failure?.Status, failure?.Param, failure?.Code));
    }
}
