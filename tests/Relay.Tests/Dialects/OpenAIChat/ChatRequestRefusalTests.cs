using System.Text;
using Relay.Dialects;
using Relay.Failures;

namespace Relay.Tests.Dialects.OpenAIChat;

/// <summary>Bodies that are refused, and what the caller is told: never by an exception, never in the body's own words.</summary>
public sealed class ChatRequestRefusalTests
{
    private const string Whole =
        """{"model":"gpt","messages":[{"role":"user","content":"Grü\u00dfe \ud83d\ude00"}],"stream":true,"stream_options":{"include_usage":false},"n":1.5}""";

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    [InlineData("null")]
    [InlineData("\"model\"")]
    [InlineData("17")]
    [InlineData("[]")]
    [InlineData("""[{"model":"gpt"}]""")]
    [InlineData("model=gpt")]
    [InlineData("""{"model":"gpt"}}""")]
    [InlineData("""{"model":"gpt"}{"model":"gpt"}""")]
    [InlineData("{\"model\":\"gpt\"}\0")]
    [InlineData("""{"model":"gpt",}""")]
    [InlineData("""{"model":"gpt"/* or more */}""")]
    [InlineData("{\"model\":\"gpt\"} // or more")]
    [InlineData("""{'model':'gpt'}""")]
    [InlineData("""{model:"gpt"}""")]
    [InlineData("""{"model":"gpt","n":NaN}""")]
    [InlineData("""{"model":"gpt","n":01}""")]
    [InlineData("""{"model":"gpt","x":"\x"}""")]
    [InlineData("{\"model\":\"gpt\",\"x\":\"a\nb\"}")]
    [InlineData("\uFEFF{\"model\":\"gpt\"}")]
    public void ABodyThatIsNoJsonObject_IsRefused(string body) =>
        AssertRefused(Encoding.UTF8.GetBytes(body), FailureCode.InvalidJson, null);

    [Fact]
    public void ABodyCutAnywhere_IsRefused()
    {
        var body = Encoding.UTF8.GetBytes(Whole);
        for (var length = 0; length < body.Length; length++)
            AssertRefused(body[..length], FailureCode.InvalidJson, null);
        Assert.Null(BodyScan.Read(body, Dialect.OpenAIChat).Failure);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"model\":[")]
    [InlineData("{\"stream\":[")]
    [InlineData("{\"stream_options\":{\"a\":")]
    [InlineData("{\"stream_options\":[")]
    public void ADepthBomb_IsRefused(string layer) =>
        AssertRefused(
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(layer, 1024 * 1024 / layer.Length))), FailureCode.InvalidJson, null);

    [Fact]
    public void ADeepSchema_IsAccepted()
    {
        var body = $$"""{"model":"gpt","tools":{{new string('[', 200)}}{{new string(']', 200)}}}""";

        Assert.Null(BodyScan.Read(Encoding.UTF8.GetBytes(body), Dialect.OpenAIChat).Failure);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"Model":"gpt"}""")]
    [InlineData("""{"messages":[{"model":"gpt"}]}""")]
    public void AMissingModel_IsRefused(string body) =>
        AssertRefused(Encoding.UTF8.GetBytes(body), FailureCode.MissingField, "model");

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[\"gpt\"]")]
    [InlineData("{\"model\":\"gpt\"}")]
    [InlineData("\"\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"gpt\\udc00\"")]
    public void AModelThatIsNoName_IsRefused_WhereverAGoodOneStands(string model)
    {
        AssertRefused(Encoding.UTF8.GetBytes($$"""{"model":{{model}}}"""), FailureCode.InvalidField, "model");
        AssertRefused(Encoding.UTF8.GetBytes($$"""{"model":{{model}},"model":"gpt"}"""), FailureCode.InvalidField, "model");
        AssertRefused(Encoding.UTF8.GetBytes($$"""{"model":"gpt","model":{{model}}}"""), FailureCode.InvalidField, "model");
    }

    [Theory]
    [InlineData(257)]
    [InlineData(1024 * 1024)]
    public void AModelTooLongForAName_IsRefused(int length) =>
        AssertRefused(
            Encoding.UTF8.GetBytes($$"""{"model":"{{new string('m', length)}}"}"""), FailureCode.InvalidField, "model");

    [Fact]
    public void AModelOfTheLongestName_IsAccepted() =>
        Assert.Null(BodyScan.Read(Encoding.UTF8.GetBytes($$"""{"model":"{{new string('m', 256)}}"}"""), Dialect.OpenAIChat).Failure);

    [Fact]
    public void AModelThatIsNotUtf8_IsRefused() =>
        AssertRefused([.. "{\"model\":\"gpt"u8, 0xFF, .. "\"}"u8], FailureCode.InvalidField, "model");

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("mod\\ud800el")]
    [InlineData("\\udc00model")]
    public void AMemberWhoseNameIsNotText_IsRefused_ForAReaderMayTakeItForTheModel(string name)
    {
        AssertRefused(Encoding.UTF8.GetBytes($$"""{"model":"gpt","{{name}}":"other"}"""), FailureCode.InvalidJson, null);
        AssertRefused(
            Encoding.UTF8.GetBytes($$"""{"model":"gpt","stream_options":{"{{name}}":1} }"""), FailureCode.InvalidJson, null);
    }

    [Fact]
    public void AMemberWhoseNameIsNotUtf8_IsRefused() =>
        AssertRefused([.. "{\"model\":\"gpt\",\"mod"u8, 0xFF, .. "el\":\"other\"}"u8], FailureCode.InvalidJson, null);

    [Theory]
    [InlineData("stream", "1")]
    [InlineData("stream", "\"true\"")]
    [InlineData("stream", "{}")]
    [InlineData("stream", "[true]")]
    [InlineData("stream_options", "true")]
    [InlineData("stream_options", "\"include_usage\"")]
    [InlineData("stream_options", "[]")]
    [InlineData("stream_options", "0")]
    public void AFieldOfTheWrongType_IsRefused(string field, string value) =>
        AssertRefused(Encoding.UTF8.GetBytes($$"""{"model":"gpt","stream":true,"{{field}}":{{value}}}"""), FailureCode.InvalidField, field);

    [Fact]
    public void ARefusal_SaysWhere_AndQuotesNothing()
    {
        Assert.False(BodyScan.Read("{\"model\":\n  \"gpt\" canary"u8, Dialect.OpenAIChat).Succeeded(out _, out var failure));

        Assert.Equal("The body must be a JSON object, but it breaks at line 2, byte 9 of it.", failure.Message);
    }

    private static void AssertRefused(byte[] body, string code, string? param)
    {
        Assert.False(BodyScan.Read(body, Dialect.OpenAIChat).Succeeded(out _, out var failure), Encoding.UTF8.GetString(body));
        Assert.Equal(
            (FailureStage.Ingress, FailureSide.Caller, 400, code, param),
            (failure.Stage, failure.Side, failure.Status, failure.Code, failure.Param));
    }
}
