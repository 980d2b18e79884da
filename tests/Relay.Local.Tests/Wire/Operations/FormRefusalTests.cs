using System.Text;
using Relay.Local.Tests.Running;
using static Relay.Local.Tests.Wire.Operations.Forms;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>Forms that are refused, before they are sent up or on their way.</summary>
public sealed class FormRefusalTests
{
    private const string Answer = """{"text":"x"}""";

    [Theory]
    [InlineData("", "missing_field")]
    [InlineData("model=m|model=other", "invalid_field")]
    [InlineData("model=", "invalid_field")]
    [InlineData("half", "body_incomplete")]
    [InlineData("garbage", "invalid_form")]
    public async Task ABadForm_IsRefused(string fields, string code)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync(upstream);
        var form = fields switch
        {
            "half" => Form(Sound, Field("model", "m"))[..^8],
            "garbage" => "{\"model\":\"m\"}",
            _ => Form([Sound, .. fields.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(field => Field(field.Split('=')[0], field.Split('=')[1]))]),
        };

        using var response = await relay.PostAsync("/v1/audio/transcriptions", form, FormType);

        Assert.Equal((400, code), ((await response.ErrorAsync()).Status, (await response.ErrorAsync()).Code));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task ASecondModelBehindTheFile_NeverReachesTheProvider()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync(upstream);
        var large = "--xX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\n" + new string('a', 300_000) + "\r\n";

        using var response = await relay.PostAsync("/v1/audio/transcriptions", Form(Field("model", "m"), large, Field("model", "secret")), FormType);

        Assert.Equal((400, "invalid_field", "model"), await response.ErrorAsync());
        Assert.DoesNotContain("secret", string.Concat(upstream.Requests), StringComparison.Ordinal);
        Assert.Equal("failed", (await relay.RecordAsync(response)).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task AFormAboveTheLimit_Is413_AlsoOnItsWay()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync(upstream, ",\"limits\":{\"body_bytes\":100000}");
        var large = "--xX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\n" + new string('a', 300_000) + "\r\n";
        var form = Encoding.ASCII.GetBytes(Form(Field("model", "m"), large));

        using var announced = await relay.PostAsync("/v1/audio/transcriptions", new ByteArrayContent(form), FormType);
        using var unannounced = await relay.PostAsync("/v1/audio/transcriptions", new FormPieces([form], Task.CompletedTask), FormType);

        Assert.Equal((413, "body_too_large", null), await announced.ErrorAsync());
        Assert.Equal((413, "body_too_large", null), await unannounced.ErrorAsync());
    }
}
