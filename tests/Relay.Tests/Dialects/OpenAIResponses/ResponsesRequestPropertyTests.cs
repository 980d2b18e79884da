using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Relay.Dialects.OpenAIResponses;
using Relay.Failures;
using Relay.Tests.Dialects.Conversations;

namespace Relay.Tests.Dialects.OpenAIResponses;

/// <summary>Whatever is asked: written and read again, it is the same. Whatever comes: it is understood or refused.</summary>
public sealed class ResponsesRequestPropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void AnyConversation_ComesBack() => Prop.ForAll(ResponsesConversations.Arbitrary, conversation =>
    {
        var written = ResponsesRequests.Write(conversation);
        var read = ResponsesRequests.Read(written, conversation.Stream);

        Assert.Equal(ConversationText.Of(conversation), ConversationText.Of(read));
        Assert.Empty(conversation.Losses);
        Assert.Equal(written, ResponsesRequests.Write(read));
    }).Check(Many);

    [Fact]
    public void AnyBody_IsUnderstoodOrRefused_ByTheCallersFault() => Prop.ForAll(Bodies, body =>
    {
        if (!new ResponsesRequestReader().Read(Encoding.UTF8.GetBytes(body), "m", false).Succeeded(out var conversation, out var failure))
        {
            Assert.Equal((400, FailureSide.Caller), (failure.Status, failure.Side));
            return;
        }

        // Without any input it is understood for the sake of what is lost, and is refused for that before it is said.
        if (conversation.Messages.Count == 0 && conversation.Losses.Exists(loss => loss.ChangesMeaning)) return;
        // What is understood can be said, and is understood again.
        ResponsesRequests.Read(ResponsesRequests.Write(conversation));
    }).Check(Many);

    private static readonly Gen<string> Scalar = Gen.Elements(
        "0", "-1.5", "true", "false", "null", "\"\"", "\"x\"", "\"\\ud800\"", "\"message\"", "\"function\"", "\"web_search\"", "\"data:,\"", "[]", "{}",
        "\"function_call\"", "\"function_call_output\"", "\"custom_tool_call\"", "\"reasoning\"", "\"input_image\"", "\"input_text\"", "\"user\"", "\"namespace\"");

    private static readonly Gen<string> Name = Gen.Elements(
        "type", "role", "content", "id", "call_id", "name", "namespace", "arguments", "input", "output", "summary", "encrypted_content", "text", "image_url",
        "file_id", "file_data", "input_audio", "tools", "format", "mode", "parameters", "strict", "result", "action", "\\ud800", "x");

    private static readonly Gen<string> Top = Gen.Elements(
        "input", "input", "input", "tools", "tool_choice", "instructions", "text", "reasoning", "include", "metadata", "store", "stream_options", "temperature", "max_output_tokens", "user");

    private static readonly Arbitrary<string> Bodies = (
        from members in Member(Top, Value(4)).NonEmptyListOf()
        select $"{{\"input\":\"x\",{string.Join(',', members)}}}").ToArbitrary();

    private static Gen<string> Value(int depth) => depth == 0 ? Scalar : Gen.OneOf(
        Scalar,
        from items in Value(depth - 1).ArrayOf(2)
        select $"[{string.Join(',', items)}]",
        from members in Member(Name, Value(depth - 1)).ArrayOf(3)
        select $"{{{string.Join(',', members)}}}");

    private static Gen<string> Member(Gen<string> name, Gen<string> value) => from n in name
                                                                              from v in value
                                                                              select $"\"{n}\":{v}";
}
