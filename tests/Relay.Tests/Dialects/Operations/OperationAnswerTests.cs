using System.Text;
using Relay.Dialects;
using Relay.Dialects.Operations;
using Relay.Ledger;

namespace Relay.Tests.Dialects.Operations;

public sealed class OperationAnswerTests
{
    public static TheoryData<string, object?> Usages => new()
    {
        { """{"prompt_tokens":7,"total_tokens":7}""", new Usage { Input = 7, Output = 0 } },
        { """{"total_tokens":7}""", new Usage { Input = 7, Output = 0 } },
        { """{"promptTokenCount":7}""", new Usage { Input = 7, Output = 0 } },
        { """{"input_tokens":0,"output_tokens":0,"total_tokens":0}""", new Usage { Input = 0, Output = 0 } },
        { """{"input_tokens":50,"output_tokens":9,"total_tokens":59,"input_tokens_details":{"text_tokens":10,"image_tokens":40,"cached_tokens":3},"output_tokens_details":{"image_tokens":9}}""",
            new Usage { Input = 50, Output = 9, ImageInput = 40, CachedInput = 3, ImageOutput = 9 } },
        { """{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":0,"audio_tokens":14},"output_tokens":4,"total_tokens":18}""",
            new Usage { Input = 14, AudioInput = 14, Output = 4 } },
        { """{"type":"duration","seconds":9}""", null },
        { """{"prompt_tokens":-1}""", null },
        { """{"prompt_tokens":"7","new":[{}]}""", null },
        { "null", null },
        { "[]", null },
    };

    [Theory]
    [MemberData(nameof(Usages))]
    public void Usage_IsRead_AsEachEndpointWritesIt(string usage, object? expected)
    {
        var answer = new OperationAnswer();
        Assert.Equal(AnswerEventKind.Content, answer.Read(Encoding.UTF8.GetBytes($$"""{"model":"m","data":[{"usage":1}],"usage":{{usage}}}""")));
        Assert.Equal((Usage?)expected, answer.Usage);
        Assert.Equal("m", answer.Model);
    }

    [Theory]
    [InlineData("{}", "Content")]
    [InlineData("""{"error":null}""", "Content")]
    [InlineData("[1]", "Content")]
    [InlineData("""{"error":{"code":"bad"}}""", "Error")]
    [InlineData("""{"type":"error","code":"bad"}""", "Error")]
    [InlineData("[DONE]", "Done")]
    [InlineData("", "Preamble")]
    [InlineData("7", "Malformed")]
    [InlineData("{} {}", "Malformed")]
    [InlineData("{\"a\":", "Malformed")]
    [InlineData("""{"\ud800":1}""", "Malformed")]
    public void AnEvent_IsOfAKind(string data, string kind) =>
        Assert.Equal(Enum.Parse<AnswerEventKind>(kind), new OperationAnswer().ReadEvent(Encoding.UTF8.GetBytes(data)));

    [Theory]
    [InlineData("image_generation.partial_image", false)]
    [InlineData("image_generation.completed", true)]
    [InlineData("transcript.text.done", true)]
    [InlineData("speech.audio.delta", false)]
    public void AStream_IsWhole_WhenSomethingInItEnded(string type, bool whole)
    {
        var answer = new OperationAnswer();
        answer.ReadEvent(Encoding.UTF8.GetBytes($$"""{"type":"{{type}}"}"""));
        Assert.Equal(whole, answer.IsWholeAtEnd);
    }
}
