using System.IO.Compression;
using System.Text;
using Relay.Local.Tests.Running;
using static Relay.Local.Tests.Wire.Operations.Forms;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>Forms: sent up as they come when the model stands before the file, and whole when it stands behind it.</summary>
public sealed class FormTests
{
    private const string Answer = """{"text":"grüß dich","usage":{"type":"tokens","input_tokens":7,"output_tokens":3,"total_tokens":10,"input_token_details":{"audio_tokens":7}}}""";

    [Theory]
    [InlineData("transcriptions")]
    [InlineData("translations")]
    public async Task AForm_Json(string what)
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/audio/" + what, Form(Field("model", "m"), Sound, Field("language", "de")), FormType);

        Assert.Equal(
            OperationRelay.Request(upstream, "audio/" + what, Form(Field("model", "real"), Sound, Field("language", "de")), FormType),
            upstream.Requests.Single());
        Assert.Equal((200, Answer), ((int)response.StatusCode, await response.TextAsync()));
        Assert.Equal((7, 3, 13_000, false), await relay.UsedAsync(response));
        Assert.Equal(7, (await relay.RecordAsync(response)).GetProperty("usage").GetProperty("audio_input").GetInt64());
    }

    [Fact]
    public async Task AForm_Streaming()
    {
        const string events = "data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\n"
            + "data: {\"type\":\"transcript.text.done\",\"text\":\"a\",\"usage\":{\"input_tokens\":7,\"output_tokens\":3}}\n\n";
        foreach (var form in new[] { Form(Field("model", "m"), Field("stream", "true"), Sound), Form(Sound, Field("model", "m"), Field("stream", "true")) })
        {
            await using var upstream = RawUpstream.Start(RawUpstream.Events(events));
            await using var relay = await RunningRelay.StartAsync(upstream);

            using var response = await relay.PostAsync("/v1/audio/transcriptions", form, FormType);

            Assert.Equal(
                OperationRelay.Request(upstream, "audio/transcriptions", form.Replace("\r\n\r\nm\r\n", "\r\n\r\nreal\r\n", StringComparison.Ordinal), FormType),
                upstream.Requests.Single());
            Assert.Equal(events, await response.TextAsync());
            Assert.Equal((7, 3, 13_000, false), await relay.UsedAsync(response));
            Assert.True((await relay.RecordAsync(response)).GetProperty("stream").GetBoolean());
        }
    }

    [Fact]
    public async Task ATranscriptThatIsText_ComesThrough_WithoutAPrice()
    {
        const string text = "WEBVTT\n\n00:00.000 --> 00:01.000\ngrüß dich\n";
        await using var upstream = RawUpstream.Start(RawUpstream.Whole(text, "text/vtt"));
        await using var relay = await RunningRelay.StartAsync(upstream);

        using var response = await relay.PostAsync("/v1/audio/transcriptions", Form(Field("model", "m"), Field("response_format", "vtt"), Sound), FormType);

        Assert.Equal((text, "text/vtt"), (await response.TextAsync(), response.Content.Headers.ContentType?.ToString()));
        Assert.Equal((null, null, null, true), await relay.UsedAsync(response));
    }

    [Theory]
    [InlineData("images/edits")]
    [InlineData("images/variations")]
    public async Task PicturesGoUp_Json(string path)
    {
        const string answer = """{"created":1,"data":[{"b64_json":"AAAA"}]}""";
        await using var upstream = RawUpstream.Start(RawUpstream.Json(answer));
        await using var relay = await RunningRelay.StartAsync(upstream);
        var form = Form(Sound, Sound, Field("prompt", "x"), Field("model", "m"));

        using var response = await relay.PostAsync("/v1/" + path, form, FormType);

        Assert.Equal(OperationRelay.Request(upstream, path, Form(Sound, Sound, Field("prompt", "x"), Field("model", "real")), FormType), upstream.Requests.Single());
        Assert.Equal(answer, await response.TextAsync());
    }

    [Fact(Timeout = 60_000)]
    public async Task AFileBehindTheModel_GoesUpAsItComes()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var upstream = RawUpload.Start("first", arrived);
        await using var relay = await StartAsync(upstream.BaseUrl);
        var head = Encoding.ASCII.GetBytes(Form(Field("model", "m"), Sound)[..^("\r\n--xX--\r\n".Length)] + "first bytes");
        var tail = "last bytes\r\n--xX--\r\n"u8.ToArray();

        using var response = await relay.PostAsync("/v1/audio/transcriptions", new FormPieces([head, tail], arrived.Task), FormType);

        // The second piece was let go only when the first had reached the provider, but for what may begin a boundary.
        Assert.Equal("{}", await response.TextAsync());
        Assert.EndsWith("first byteslast bytes\r\n--xX--\r\n", await upstream.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWentUp_IsNotSentAgain_ButWhatIsHereIs()
    {
        foreach (var (form, calls) in new[] { (Form(Field("model", "m"), Sound), 1), (Form(Sound, Field("model", "m")), 2) })
        {
            await using var broken = RawUpstream.Start(RawUpstream.Json("{\"error\":{\"message\":\"x\",\"code\":\"boom\"}}", "500 Internal Server Error"));
            await using var good = RawUpstream.Start(RawUpstream.Json(Answer));
            await using var relay = await RunningRelay.StartAsync([broken, good]);

            using var response = await relay.PostAsync("/v1/audio/transcriptions", form, FormType);

            Assert.Equal(calls == 1 ? 500 : 200, (int)response.StatusCode);
            Assert.Equal(calls, broken.Requests.Count + good.Requests.Count);
        }
    }

    [Fact]
    public async Task AFormThatCouldNotBeginToBeSent_GoesToTheNextTarget()
    {
        await using var good = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync(
            $$"""
            {
              "accounts": [{"id":"up0","provider":"sandbox","base_url":"http://127.0.0.1:9/v1","secret":"SANDBOX_API_KEY"},
                           {"id":"up1","provider":"sandbox","base_url":"{{good.BaseUrl}}","secret":"SANDBOX_API_KEY"}],
              "models": [{"name":"m","targets":[{"account":"up0"},{"account":"up1","priority":1}]}]
            }
            """);

        using var response = await relay.PostAsync("/v1/audio/transcriptions", Form(Field("model", "m"), Sound), FormType);

        Assert.Equal(Answer, await response.TextAsync());
        Assert.Equal("2", response.Headers.GetValues("x-relay-attempts").Single());
    }

    [Fact]
    public async Task APackedForm_IsUnpacked()
    {
        await using var upstream = RawUpstream.Start(RawUpstream.Json(Answer));
        await using var relay = await RunningRelay.StartAsync(upstream);
        using var packed = new MemoryStream();
        await using (var packing = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(Encoding.UTF8.GetBytes(Form(Sound, Field("model", "m"))));
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await relay.PostAsync("/v1/audio/transcriptions", content, FormType);

        Assert.Equal(Answer, await response.TextAsync());
        Assert.Equal(OperationRelay.Request(upstream, "audio/transcriptions", Form(Sound, Field("model", "real")), FormType), upstream.Requests.Single());
    }

    private static Task<RunningRelay> StartAsync(string baseUrl) => RunningRelay.StartAsync(
        $$"""
        {
          "accounts": [{"id":"up0","provider":"sandbox","base_url":"{{baseUrl}}","secret":"SANDBOX_API_KEY"}],
          "models": [{"name":"m","targets":[{"account":"up0","model":"real"}]}]
        }
        """);
}
