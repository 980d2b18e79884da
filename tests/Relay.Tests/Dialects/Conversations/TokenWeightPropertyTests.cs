using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects;
using Relay.Dialects.Conversations;
using Relay.Testing.Answers;

namespace Relay.Tests.Dialects.Conversations;

/// <summary>Whatever the likelihoods of an answer's tokens: written and read again, they are the same, and so is its class of service.</summary>
public sealed class TokenWeightPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(200);

    private static readonly Gen<TokenWeight> Tokens =
        from text in RandomParts.Texts
        from logprob in Gen.Elements(0, -0.5, -1.25e-7, -9999)
        from bytes in Gen.Elements("", "[1,2]")
        select new TokenWeight(text, logprob) { Bytes = Encoding.UTF8.GetBytes(bytes) };

    private static readonly Gen<TokenWeight[]> Answers =
        (from token in Tokens
         from others in Tokens.ListOf()
         select token with { Others = [.. others] }).NonEmptyListOf().Select(static list => list.ToArray());

    [Theory]
    [InlineData(Dialect.OpenAIChat, false)]
    [InlineData(Dialect.OpenAIChat, true)]
    [InlineData(Dialect.OpenAIResponses, false)]
    [InlineData(Dialect.OpenAIResponses, true)]
    [InlineData(Dialect.Gemini, false)]
    [InlineData(Dialect.Gemini, true)]
    internal void Any_ComeBack(Dialect dialect, bool stream) => Prop.ForAll(Answers.ToArbitrary(), tokens =>
    {
        var its = (ITranslatedDialect)DialectCatalogue.Of(dialect);
        var writer = its.CreateWriter(new CallRequest { Dialect = dialect, Model = "m", Stream = stream, UsageAsked = true, Edits = [] }, "c", 5);
        writer.Begin("resp_1", "m");
        writer.Serve("flex");
        writer.BeginPart(new AnswerPart(AnswerPartKind.Text));
        foreach (var token in tokens)
        {
            writer.Weigh(token);
            writer.Append(Encoding.UTF8.GetBytes(token.Token));
        }

        writer.EndPart();
        writer.Finish(FinishReason.Stop, null);
        writer.End();
        var sink = new AnswerSink();
        Read(its.CreateReader("c", []), Encoding.UTF8.GetString(writer.Output.WrittenSpan), stream, sink);

        Assert.Equal(string.Concat(tokens.Select(token => token.Token)), sink.Text);
        Assert.Equal(tokens.Select(token => Shown(token, dialect)), sink.Weights.Select(token => Shown(token, dialect)));
        // Gemini says it in a header.
        Assert.Equal(dialect == Dialect.Gemini ? null : "flex", sink.Tier);
        Assert.True(sink.HasEnded);
    }).Check(Many);

    [Theory]
    [InlineData("default", "standard", "default")]
    [InlineData("priority", "priority", "priority")]
    [InlineData("batch", "batch", "batch")]
    [InlineData("flex", null, null)]
    public void AClassOfService_IsSaidInAnthropicsWords_WhereThereAreAny(string tier, string? said, string? read)
    {
        var its = (ITranslatedDialect)DialectCatalogue.Of(Dialect.Anthropic);
        var writer = its.CreateWriter(new CallRequest { Dialect = Dialect.Anthropic, Model = "m", Stream = false, UsageAsked = true, Edits = [] }, "c", 5);
        writer.Begin("1", "m");
        writer.Serve(tier);
        writer.Finish(FinishReason.Stop, null);
        writer.End();
        var json = Encoding.UTF8.GetString(writer.Output.WrittenSpan);
        var sink = new AnswerSink();
        its.CreateReader("c", []).ReadWhole(writer.Output.WrittenSpan, sink);

        if (said is null) Assert.DoesNotContain("service_tier", json, StringComparison.Ordinal);
        else Assert.Contains($"\"service_tier\":\"{said}\"", json, StringComparison.Ordinal);
        Assert.Equal(read, sink.Tier);
    }

    private static void Read(IAnswerReader reader, string said, bool stream, AnswerSink sink)
    {
        if (!stream)
        {
            Assert.Equal(AnswerEventKind.Content, reader.ReadWhole(Encoding.UTF8.GetBytes(said), sink));
            return;
        }

        foreach (var line in said.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)))
            reader.ReadEvent(Encoding.UTF8.GetBytes(line["data: ".Length..].TrimEnd('\r')), sink);
        reader.ReadEnd(sink);
    }

    // Gemini has no bytes, and those of the text are what the others take where there are none.
    private static string Shown(TokenWeight token, Dialect dialect) => string.Create(
        CultureInfo.InvariantCulture,
        $"{token.Token} {token.Logprob} {(dialect == Dialect.Gemini ? "" : BytesOf(token))} [{string.Join(' ', token.Others.Select(other => Shown(other, dialect)))}]");

    private static string BytesOf(TokenWeight token) =>
        token.Bytes.IsEmpty ? $"[{string.Join(',', Encoding.UTF8.GetBytes(token.Token))}]" : Encoding.UTF8.GetString(token.Bytes.Span);
}
