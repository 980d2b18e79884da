using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Relay.Ingress;

namespace Relay.Tests.Ingress;

public sealed class FormScanTests
{
    private const string Part = "--b\r\nContent-Disposition: form-data; ";

    [Theory]
    [InlineData("multipart/form-data; boundary=b", true)]
    [InlineData("Multipart/Form-Data; charset=utf-8; boundary=\"b\"", true)]
    [InlineData("multipart/form-data", false)]
    [InlineData("multipart/form-data; boundary=\"\"", false)]
    [InlineData("multipart/form-data; boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghh", false)]
    [InlineData("multipart/mixed; boundary=b", false)]
    [InlineData("application/json", false)]
    [InlineData(null, false)]
    public void AForm_IsKnownByItsType(string? type, bool isForm)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = type;
        Assert.Equal(isForm, FormScan.Of(request) is not null);
    }

    [Theory]
    [InlineData(Part + "name=\"model\"\r\n\r\nm\r\n--b--", "m", false)]
    [InlineData(Part + "name=model\r\n\r\nm\r\n--b--\r\n", "m", false)]
    [InlineData("--b\r\ncontent-disposition:form-data;name=\"model\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\ngr\u00fc\u00df\r\n--b--\r\n", "gr\u00fc\u00df", false)]
    [InlineData(Part + "name=\"model\"\r\n\r\n\r\n--b--\r\n", "", false)]
    [InlineData(Part + "name=\"stream\"\r\n\r\ntrue\r\n" + Part + "name=\"model\"\r\n\r\nm\r\n--b--\r\n", "m", true)]
    [InlineData(Part + "name=\"stream\"\r\n\r\nfalse\r\n--b--\r\n", null, false)]
    [InlineData(Part + "name=\"file\"; filename=\"model\"\r\n\r\n\r\n--\r\n-b--b--\r\n--b--\r\n", null, false)]
    public void AForm_SaysWhatItSays(string form, string? model, bool stream)
    {
        var scan = Make();
        Assert.Equal(FormState.NeedsMore, scan.Read(Encoding.UTF8.GetBytes(form)));
        Assert.Equal((model, stream, true), (scan.Model, scan.Stream, scan.IsWhole));
    }

    // Two readers could see two models here, or one none.
    [Theory]
    [InlineData(Part + "name=\"model\"\r\n\r\nm\r\n" + Part + "name=\"model\"\r\n\r\nn\r\n--b--", FormState.Repeated)]
    [InlineData(Part + "name=\"model\"; filename=\"x\"\r\n\r\nm\r\n--b--", FormState.Repeated)]
    [InlineData(Part + "name=\"model\"; name=\"other\"\r\n\r\nm\r\n--b--", FormState.Malformed)]
    [InlineData(Part + "name=\"other\"; name*=utf-8''model\r\n\r\nm\r\n--b--", FormState.Malformed)]
    [InlineData(Part + "name=\"x\"\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nm\r\n--b--", FormState.Malformed)]
    [InlineData("--b\r\nContent-Disposition: form-data;\r\n name=\"model\"\r\n\r\nm\r\n--b--", FormState.Malformed)]
    [InlineData("--b\r\nContent-Type: text/plain\r\n\r\nm\r\n--b--", FormState.Malformed)]
    [InlineData("preamble\r\n" + Part + "name=\"model\"\r\n\r\nm\r\n--b--", FormState.Malformed)]
    [InlineData(Part + "name=\"model\"\r\n\r\nm\r\n--bb\r\n", FormState.Malformed)]
    [InlineData(Part + "name=\"model\"\r\n\r\nm\r\n--b \r\n", FormState.Malformed)]
    [InlineData(Part + "name=\"model\"\r\n\r\nm\r\n--b--\r\n--b", FormState.Malformed)]
    [InlineData("--b--\r\n", FormState.Malformed)]
    [InlineData("{}", FormState.Malformed)]
    public void WhatCanBeReadInTwoWays_IsRefused(string form, object state) =>
        Assert.Equal(state, Make().Read(Encoding.UTF8.GetBytes(form)));

    [Fact]
    public void HeadersAndValuesWithoutEnd_AreRefused()
    {
        Assert.Equal(FormState.Malformed, Make().Read(Encoding.UTF8.GetBytes("--b\r\nX: " + new string('x', 9000))));
        Assert.Equal(FormState.Malformed, Make().Read(Encoding.UTF8.GetBytes(Part + "name=\"model\"\r\n\r\n" + new string('x', 2000))));
    }

    [Fact]
    public void ChunksAndDroppedBytes_ChangeNothing() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(ArbMap.Default.ArbFor<(PositiveInt[], NonEmptyString)>(), input =>
        {
            var (sizes, text) = input;
            var contents = text.Get.Replace("\r\n--b", "", StringComparison.Ordinal);
            var form = Encoding.UTF8.GetBytes(
                Part + "name=\"model\"\r\n\r\nm\r\n" + Part + "name=\"file\"; filename=\"x\"\r\n\r\n" + contents + "\r\n--\r\n"
                + "\r\n" + Part + "name=\"stream\"\r\n\r\ntrue\r\n--b--\r\n");
            var scan = Make();
            scan.StopsAtFile = false;
            var window = new List<byte>();
            var sent = new List<byte>();
            for (int at = 0, turn = 0; at < form.Length; turn++)
            {
                var size = Math.Min(form.Length - at, sizes.Length == 0 ? 1 : 1 + (sizes[turn % sizes.Length].Get % 40));
                window.AddRange(form.AsSpan(at, size));
                at += size;
                Assert.Equal(FormState.NeedsMore, scan.Read(window.ToArray()));
                var good = scan.Good;
                sent.AddRange(window[..good]);
                window.RemoveRange(0, good);
                scan.Drop(good);
            }

            Assert.Empty(window);
            Assert.Equal(form, sent);
            Assert.Equal(("m", true, true), (scan.Model, scan.Stream, scan.IsWhole));
        }));

    private static FormScan Make()
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = "multipart/form-data; boundary=b";
        return FormScan.Of(request)!;
    }
}
