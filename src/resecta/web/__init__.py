"""The board as a web application: pages, the JSON API and sign-in, over what `resecta.board` remembers."""
