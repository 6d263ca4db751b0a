// A wood from the air; the mesh's colour is its mean tone far off, its place in metres the pattern's.
out vec2 place;
out vec3 sight;                  // from the eye, metres on the part's own axes
out vec3 tone;

void main(void) {
    mat3 turn = objectRotation();
    vec3 own = objectScale * pos;
    gl_Position = projMatrix * (viewMatrix * vec4(turn * own + objectPos, 1.0));
    place = pos.xy;
    sight = own + transpose(turn) * objectPos;
    tone = color * objectColor;
}
