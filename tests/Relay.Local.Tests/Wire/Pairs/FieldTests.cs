using System.Text.Json;

namespace Relay.Local.Tests.Wire.Pairs;

/// <summary>What becomes of a field, with each of its values, in every pair: the exact bytes on both sides, or the refusal.</summary>
public sealed class FieldTests(PairRelay relay) : IClassFixture<PairRelay>
{
    public static TheoryData<string, string, string, string> Cases { get; } = FieldCase.Pairs("ToolChoice", "Effort", "Budget", "EffortOfOthers", "Schemas", "WebSearch", "Results", "OwnTools", "NewItems");

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Field_Json(string name, string value, string caller, string provider) => CheckAsync(name, value, caller, provider, stream: false);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Field_Streaming(string name, string value, string caller, string provider) => CheckAsync(name, value, caller, provider, stream: true);

    private async Task CheckAsync(string name, string value, string caller, string provider, bool stream)
    {
        var its = FieldCase.Read(name);
        var said = PairCase.Read("Text");
        var kind = stream ? "stream" : "answer";
        var wire = said.Wire(kind, provider, provider);
        var model = its.ModelOf(provider);

        var answer = await relay.AskAsync(
            caller, its.NameOf(provider), its.Asked(value, caller), stream, stream ? RawUpstream.Events(wire) : RawUpstream.Json(wire));

        if (its.Refused(value, caller, provider) is { } field)
        {
            Assert.Empty(answer.Requests);
            Assert.Equal(400, answer.Status);
            var message = JsonDocument.Parse(answer.Body).RootElement.GetProperty("error").GetProperty("message").GetString();
            Assert.Contains($" has no place for {field}, and without it the answer would be one to another question. ", message, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(PairRelay.Fill(its.Got(value, caller, provider), provider, model, stream), answer.Asked);
        Assert.Equal((200, false), (answer.Status, answer.IsCut));
        Assert.Equal(said.Wire(kind, provider, caller), answer.Body);
        Assert.Equal(its.Dropped(value, caller, provider), answer.Dropped);
    }
}
