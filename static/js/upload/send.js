// Sending one file: XMLHttpRequest, because only it tells how much has gone.
const answerOf = (request, words) => {
  const trouble = { refusal: words.broken, mayRetry: true };
  if (request.status === 403 || request.responseURL.includes("/login/")) {
    return { ...trouble, refusal: words.login };
  }
  try {
    return JSON.parse(request.responseText).results[0] ?? trouble;
  } catch {
    return trouble;
  }
};

export const send = (entry, token, words) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    body.append("files", entry.file);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) entry.move(event.loaded / event.total);
    });
    request.addEventListener("load", () => resolve(answerOf(request, words)));
    request.addEventListener("error", () => resolve({ refusal: words.broken, mayRetry: true }));
    request.open("POST", location.pathname);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
